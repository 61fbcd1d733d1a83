internal import Upgrades

/// How a topic is printed: its template in pieces.
final class TopicPlan: Sendable {
    private enum Piece {
        case literal(Range<Int>)
        case product
        case device
    }
    private let pieces: [Piece]
    /// The literals in a row, with the slashes beside them.
    private let bytes: [UInt8]

    init(_ template: TopicTemplate) {
        var bytes: [UInt8] = []
        var pieces: [Piece] = []
        var start = 0
        for (place, level) in template.levels.enumerated() {
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

    func print(product: String, device: String) -> String {
        let (product, device) = (product.utf8.span, device.utf8.span)
        let (ownPieces, ownBytes) = (pieces, bytes)
        let (pieces, bytes) = (ownPieces.span, ownBytes.span)
        // the names may stand in it more than once
        let size = bytes.count + pieces.count * (product.count + device.count)
        return unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size) { topic in
            var end = 0
            func add(_ part: Span<UInt8>) {
                end = unsafe part.withUnsafeBufferPointer { unsafe topic[end...].update(fromContentsOf: $0) }
            }
            for place in pieces.indices {
                switch pieces[place] {
                case .literal(let text): add(bytes.extracting(text))
                case .product: add(product)
                case .device: add(device)
                }
            }
            return unsafe Text(topic.span.extracting(..<end)).string
        }
    }
}
