internal import Upgrades

/// The topics of a dialect in a row, so that a topic name is told by its bytes alone.
struct TopicIndex: Sendable {
    /// Where the names stand in a topic name; nil for what no level of the template tells.
    struct Names {
        var product: Range<Int>?
        var device: Range<Int>?
    }
    private struct Level {
        let part: Part
        /// A literal's bytes.
        var text = 0..<0
        enum Part { case literal, product, device }
    }
    private struct Entry {
        /// What stands before the first hole; tells most templates apart at once.
        let prefix: Range<Int>
        /// What follows.
        let levels: Range<Int>
    }

    private var entries: [Entry] = []
    private var levels: [Level] = []
    private var bytes: [UInt8] = []

    /// - Parameter templates: the place of each is what `match` takes.
    init(_ templates: [TopicTemplate]) {
        for template in templates {
            let literals = template.levels.prefix { $0 != .product && $0 != .device }
            let start = bytes.count
            for case .literal(let text) in literals { bytes += Array(text.utf8) + [UInt8(ascii: "/")] }
            if literals.count == template.levels.count { bytes.removeLast() }
            let prefix = start..<bytes.count
            let first = levels.count
            for level in template.levels.dropFirst(literals.count) { add(level) }
            entries.append(Entry(prefix: prefix, levels: first..<levels.count))
        }
    }

    private mutating func add(_ level: TopicTemplate.Level) {
        switch level {
        case .literal(let text):
            let start = bytes.count
            bytes += text.utf8
            levels.append(Level(part: .literal, text: start..<bytes.count))
        case .product: levels.append(Level(part: .product))
        case .device: levels.append(Level(part: .device))
        }
    }

    /// The names in a topic name; nil if the template is another one.
    func match(_ topic: Span<UInt8>, _ place: Int) -> Names? {
        let (levels, bytes) = (levels.span, bytes.span)
        let entry = entries[place]
        var start = entry.prefix.count
        guard topic.repeats(bytes, from: entry.prefix.lowerBound, to: entry.prefix.upperBound, at: 0) else {
            return nil
        }
        var names = Names()
        if entry.levels.isEmpty { return start == topic.count ? names : nil }
        for level in entry.levels {
            guard start <= topic.count else { return nil }
            let end = topic.endOfLevel(from: start)
            switch levels[level].part {
            case .literal:
                let text = levels[level].text
                guard text.count == end - start,
                    topic.repeats(bytes, from: text.lowerBound, to: text.upperBound, at: start)
                else { return nil }
            case .product:
                if start == end { return nil }
                names.product = start..<end
            case .device:
                if start == end { return nil }
                names.device = start..<end
            }
            start = end + 1
        }
        return start > topic.count ? names : nil
    }
}
