internal import Upgrades

/// A topic name with holes; a hole is one whole level that is not empty.
struct TopicTemplate: Hashable, Sendable {
    enum Level: Hashable, Sendable {
        case literal(String)
        case product
        case device
    }
    let levels: [Level]
    /// The product of every device, where no level tells it.
    let fixedProduct: Text
    /// The literals in a row, with the slashes beside them.
    private let bytes: [UInt8]
    /// What is printed.
    private let pieces: [Piece]

    private enum Piece: Hashable {
        case literal(Range<Int>)
        case product
        case device
    }

    init(levels: [Level], fixedProduct: Text = "") {
        self.levels = levels
        self.fixedProduct = fixedProduct
        var bytes: [UInt8] = []
        var pieces: [Piece] = []
        var start = 0
        for (place, level) in levels.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: "/")) }
            if case .literal(let text) = level {
                bytes += text.utf8
                continue
            }
            pieces += [.literal(start..<bytes.count), level == .product ? .product : .device]
            start = bytes.count
        }
        pieces.append(.literal(start..<bytes.count))
        (self.bytes, self.pieces) = (bytes, pieces)
    }

    /// Whether a topic name may fit both.
    func overlaps(_ other: TopicTemplate) -> Bool {
        guard levels.count == other.levels.count else { return false }
        return zip(levels, other.levels).allSatisfy { one, other in
            if case .literal(let text) = one, case .literal(let otherText) = other {
                return text.utf8.elementsEqual(otherText.utf8)
            }
            return one != .literal("") && other != .literal("")
        }
    }

    func print(product: String, device: String) -> String {
        // the names may stand in it more than once
        let size = bytes.count + pieces.count * (product.utf8.count + device.utf8.count)
        return unsafe String(unsafeUninitializedCapacity: size) { topic in
            var end = 0
            func add(_ part: some Sequence<UInt8>) {
                for byte in part {
                    unsafe topic[end] = byte
                    end += 1
                }
            }
            for piece in pieces {
                switch piece {
                case .literal(let text): add(bytes[text])
                case .product: add(product.utf8)
                case .device: add(device.utf8)
                }
            }
            return end
        }
    }
}
