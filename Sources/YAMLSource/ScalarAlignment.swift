/// Follows a scalar through the file and its text side by side, to find where a byte of the text came from.
///
/// libyaml gives only the mark of a scalar's first character, of a block scalar even that of the bar, so this walks the
/// source again by the rules of YAML 1.2 chapters 7.3 and 8.1. Steps are in the order of the text.
struct ScalarAlignment {
    let bytes: [UInt8]
    let range: Range<Int>
    let style: YAMLScalar.Style
    let text: String

    /// The file offset of a byte of the text; never outside `range`.
    func sourceOffset(ofText offset: Int) -> Int {
        let offset = min(max(offset, 0), text.utf8.count)
        let found =
            switch style {
            case .plain: inFlow(from: range.lowerBound, to: range.upperBound, offset: offset)
            case .singleQuoted, .doubleQuoted:
                inFlow(from: range.lowerBound + 1, to: max(range.upperBound - 1, range.lowerBound + 1), offset: offset)
            case .literal, .folded: inBlock(offset: offset)
            }
        return min(max(found, range.lowerBound), range.upperBound)
    }

    /// Plain and quoted text: escapes, and line breaks folded together with the blanks around them.
    private func inFlow(from start: Int, to end: Int, offset: Int) -> Int {
        var source = start
        var produced = 0
        while source < end {
            let step = self.step(at: source, end: end)
            if produced + step.text > offset { return step.isCopy ? source + (offset - produced) : source }
            produced += step.text
            source += step.source
        }
        return end
    }

    /// How many source bytes stand for how many text bytes.
    private struct Step {
        var source: Int
        var text: Int
        var isCopy = false
    }

    private func step(at source: Int, end: Int) -> Step {
        switch bytes[source] {
        case UInt8(ascii: "'") where style == .singleQuoted: return Step(source: 2, text: 1)
        case UInt8(ascii: "\\") where style == .doubleQuoted: return escape(at: source, end: end)
        case UInt8(ascii: " "), UInt8(ascii: "\t"), 0x0A, 0x0D:
            let breaks = foldedBreak(at: source, end: end)
            if breaks.count == 0 { return Step(source: breaks.length, text: breaks.length, isCopy: true) }
            return Step(source: breaks.length, text: max(breaks.count - 1, 1))
        default: return Step(source: 1, text: 1, isCopy: true)
        }
    }

    /// The run of blanks and line breaks from here: its bytes, and how many breaks are among them.
    private func foldedBreak(at start: Int, end: Int) -> (length: Int, count: Int) {
        var index = start
        var count = 0
        while index < end, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) {
            if bytes[index] == 0x0A || (bytes[index] == 0x0D && !(index + 1 < end && bytes[index + 1] == 0x0A)) {
                count += 1
            }
            index += 1
        }
        return (index - start, count)
    }

    /// YAML 1.2 chapter 5.7: one character, or an escaped line break, which stands for nothing.
    private func escape(at source: Int, end: Int) -> Step {
        guard source + 1 < end else { return Step(source: 1, text: 0) }
        let digits: Int
        switch bytes[source + 1] {
        case UInt8(ascii: "x"): digits = 2
        case UInt8(ascii: "u"): digits = 4
        case UInt8(ascii: "U"): digits = 8
        case UInt8(ascii: "N"), UInt8(ascii: "_"): return Step(source: 2, text: 2)  // U+0085, U+00A0
        case UInt8(ascii: "L"), UInt8(ascii: "P"): return Step(source: 2, text: 3)  // U+2028, U+2029
        case 0x0A, 0x0D:
            let breaks = foldedBreak(at: source + 1, end: end)
            return Step(source: 1 + breaks.length, text: max(breaks.count - 1, 0))
        default: return Step(source: 2, text: 1)
        }
        let written = bytes[(source + 2)..<min(source + 2 + digits, end)]
        let value = UInt32(String(decoding: written, as: UTF8.self), radix: 16) ?? 0
        return Step(source: 2 + written.count, text: Unicode.Scalar(value).map { UTF8.width($0) } ?? 1)
    }

    /// Block scalars: each content line of the source stands as it is, behind its indentation, in the text.
    private func inBlock(offset: Int) -> Int {
        let text = Array(text.utf8)
        var lines = sourceLines
        let indentation = self.indentation(of: lines, text: text)
        var produced = 0
        var last = range.lowerBound
        while let line = lines.popFirst() {
            let content = min(line.lowerBound + indentation, line.upperBound)..<line.upperBound
            if style == .folded {
                produced = skipFold(in: text, from: produced, to: content)
                if offset < produced { return last }
            }
            if offset <= produced + content.count { return content.lowerBound + max(offset - produced, 0) }
            produced += content.count
            last = content.upperBound
            if style == .literal { produced += 1 }
        }
        return last
    }

    /// The lines behind the header, without their line ends.
    private var sourceLines: ArraySlice<Range<Int>> {
        var lines: [Range<Int>] = []
        var start = range.lowerBound
        for index in range where bytes[index] == 0x0A || bytes[index] == 0x0D {
            if bytes[index] == 0x0A, index > start || index == range.lowerBound || bytes[index - 1] != 0x0D {
                lines.append(start..<index)
            } else if bytes[index] == 0x0D {
                lines.append(start..<index)
            }
            start = index + 1
        }
        if start < range.upperBound { lines.append(start..<range.upperBound) }
        return lines.dropFirst()
    }

    /// What the first line with content is indented by in the file and not in the text.
    private func indentation(of lines: ArraySlice<Range<Int>>, text: [UInt8]) -> Int {
        func blanks(_ line: some Sequence<UInt8>) -> Int { line.prefix { $0 == 0x20 }.count }
        guard let line = lines.first(where: { blanks(bytes[$0]) < $0.count }),
            let content = text.split(separator: 0x0A).first(where: { blanks($0) < $0.count })
        else { return 0 }
        return max(blanks(bytes[line]) - blanks(content), 0)
    }

    /// The text offset where a folded scalar's next content line begins.
    private func skipFold(in text: [UInt8], from start: Int, to content: Range<Int>) -> Int {
        guard let first = bytes[content].first else { return start }
        var index = start
        while index < text.count, text[index] == 0x0A || (text[index] == 0x20 && first != 0x20) { index += 1 }
        return index
    }
}
