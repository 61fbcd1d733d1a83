/// The makes of texts that a document has been, the latest few; what is read next is mostly of one of them.
struct JSONMemory: Sendable {
    private static let limit = 16
    /// Nodes that a document keeps room for from one text to the next.
    fileprivate static let roomLimit = 4096

    /// Where a layout found its members in texts of one make.
    private struct Places {
        let layout: Layout.Identity
        let spots: [Layout.Spot]
    }

    private var skeletons: [JSONSkeleton] = []
    /// Of each skeleton, as its last layout found them.
    private var places: [Places?] = []
    /// Which one is forgotten next.
    private var oldest = 0
    /// The make of the document as it stands; nil if it is of none.
    fileprivate var current: Int?
    private var latest = 0

    /// The make of a text that was read into these nodes; nil if it is new.
    fileprivate mutating func read(_ text: [UInt8], into nodes: inout [JSONDocument.Node]) -> JSONSkeleton? {
        for offset in skeletons.indices {
            let place = latest + offset < skeletons.count ? latest + offset : latest + offset - skeletons.count
            guard skeletons[place].read(text.span, into: &nodes) else { continue }
            (current, latest) = (place, place)
            return skeletons[place]
        }
        return nil
    }

    fileprivate mutating func learn(_ skeleton: JSONSkeleton) {
        current = oldest
        if skeletons.count < Self.limit {
            skeletons.append(skeleton)
            places.append(nil)
        } else {
            (skeletons[oldest], places[oldest]) = (skeleton, nil)
        }
        oldest = (oldest + 1) % Self.limit
    }

    /// Where that layout's members stand in the document as it is; nil if that is not known.
    func spots(of layout: Layout.Identity) -> [Layout.Spot]? {
        guard let current, let places = places[current], places.layout === layout else { return nil }
        return places.spots
    }

    mutating func keep(_ spots: [Layout.Spot], of layout: Layout.Identity) {
        if let current { places[current] = Places(layout: layout, spots: spots) }
    }
}

extension JSONDocument {
    /// Becomes the document of a text if it is of a make that was read before.
    mutating func takeKnown(_ text: [UInt8]) -> Bool {
        if nodes.capacity > JSONMemory.roomLimit { nodes = [] }
        guard let skeleton = memory.read(text, into: &nodes) else { return false }
        bytes = text
        root = skeleton.root
        repairs = skeleton.repairs
        return true
    }

    /// Keeps in mind how the text looks that has just been read.
    mutating func learn() {
        if let skeleton = JSONSkeleton(self) { memory.learn(skeleton) }
    }

    /// Becomes the document of another text and keeps its room.
    mutating func renew(_ bytes: [UInt8]) {
        self.bytes = bytes
        nodes.removeAll(keepingCapacity: true)
        nodes.reserveCapacity(24)
        repairs = []
        root = 0
        memory.current = nil
    }
}
