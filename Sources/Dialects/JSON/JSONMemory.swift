/// The makes of texts that a document has been, the latest few; what is read next is mostly of one of them.
struct JSONMemory: Sendable {
    private static let limit = 16
    /// Nodes that a document keeps room for from one text to the next.
    fileprivate static let roomLimit = 4096

    private var skeletons: [JSONSkeleton] = []
    /// What texts of each skeleton may say on the topic where one was read last.
    private var candidates: [Candidates?] = []
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
            candidates.append(nil)
        } else {
            (skeletons[oldest], candidates[oldest]) = (skeleton, nil)
        }
        oldest = (oldest + 1) % Self.limit
    }

    /// What the document as it is may say on the topic with that layout; nil if that is not known.
    func candidates(of layout: Layout.Identity) -> Candidates? {
        guard let current, let known = candidates[current], known.layout === layout else { return nil }
        return known
    }

    mutating func keep(_ found: Candidates) {
        if let current { candidates[current] = found }
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
