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
        let (product, device, bytes) = (product.utf8.span, device.utf8.span, bytes.span)
        var topic: [UInt8] = []
        topic.reserveCapacity(bytes.count + product.count + device.count)
        for piece in pieces {
            switch piece {
            case .literal(let text): topic.append(bytes.extracting(text))
            case .product: topic.append(product)
            case .device: topic.append(device)
            }
        }
        return Text(topic.span).string
    }
}
