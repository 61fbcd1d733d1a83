/// Which topic levels are meant: one text, or all with something between a prefix and a suffix.
struct LevelPattern: Hashable, Sendable {
    /// All of the text where there is no hole.
    let prefix: String
    /// What follows the hole; nil without a hole.
    ///
    /// The hole stands for at least one byte.
    let suffix: String?

    /// Every level.
    static let any = LevelPattern(prefix: "", suffix: "")

    init(prefix: String, suffix: String?) {
        self.prefix = prefix
        self.suffix = suffix
    }

    init(literal: String) {
        self.init(prefix: literal, suffix: nil)
    }

    var isLiteral: Bool { suffix == nil }

    /// The text in place of the hole, empty for an equal literal; nil when the level is not meant.
    func hole(in level: String) -> String? {
        guard let suffix else { return level.utf8.elementsEqual(prefix.utf8) ? "" : nil }
        guard level.utf8.count > prefix.utf8.count + suffix.utf8.count, level.utf8.starts(with: prefix.utf8),
            level.utf8.reversed().starts(with: suffix.utf8.reversed())
        else { return nil }
        if prefix.isEmpty, suffix.isEmpty { return level }
        let start = level.utf8.index(level.startIndex, offsetBy: prefix.utf8.count)
        let end = level.utf8.index(level.endIndex, offsetBy: -suffix.utf8.count)
        return String(level[start..<end])
    }

    /// The level with this text in the hole.
    func filled(with text: String) -> String {
        guard let suffix else { return prefix }
        return prefix.isEmpty && suffix.isEmpty ? text : prefix + text + suffix
    }

    /// Whether some level is meant by both.
    func intersects(_ other: LevelPattern) -> Bool {
        switch (suffix, other.suffix) {
        case (nil, _): other.hole(in: prefix) != nil
        case (_, nil): hole(in: other.prefix) != nil
        case (let suffix?, let otherSuffix?):
            // The longer prefix, any character and the longer suffix make a level that both mean.
            Self.oneLeads(prefix.utf8, other.prefix.utf8)
                && Self.oneLeads(suffix.utf8.reversed(), otherSuffix.utf8.reversed())
        }
    }

    private static func oneLeads(_ one: some Sequence<UInt8>, _ other: some Sequence<UInt8>) -> Bool {
        zip(one, other).allSatisfy { $0 == $1 }
    }
}
