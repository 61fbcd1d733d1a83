package import Diagnostics

/// A text of a YAML file, with the way back from each of its bytes to the file.
package struct YAMLScalar: Sendable {
    package enum Style: Sendable {
        case plain, singleQuoted, doubleQuoted, literal, folded
    }

    /// The text as YAML means it: unquoted, unfolded, escapes replaced.
    package let text: String
    package let style: Style
    /// The bytes of the file from the first character (quote, bar) to behind the last.
    private let range: Range<Int>
    private let source: SourceText
    /// Tagged `!!str` or `!`: a text whatever it looks like.
    private let isMarkedText: Bool
    /// Has a tag, also one that says nothing new: whoever wrote it knows what he means.
    let hasTag: Bool

    init(
        text: String, style: Style, range: Range<Int>, source: SourceText, isMarkedText: Bool = false,
        hasTag: Bool = false
    ) {
        self.isMarkedText = isMarkedText
        self.hasTag = hasTag
        self.text = text
        self.style = style
        self.range = range
        self.source = source
    }

    /// Whether the text stands there without quotes and not as a block: only such a text may mean a number or nothing.
    package var isPlain: Bool { style == .plain && !isMarkedText }

    /// Where a byte of the text stands in the file, also inside quotes, escapes and block scalars.
    ///
    /// The end of the text is the place behind its last character. A byte inside a folded line break counts as the
    /// character in front of it. Offsets outside the text count as its nearest end.
    package func location(ofUTF8Offset offset: Int) -> SourceLocation {
        let alignment = ScalarAlignment(bytes: source.bytes, range: range, style: style, text: text)
        return source.location(ofByte: alignment.sourceOffset(ofText: offset))
    }

    /// How many columns the scalar takes, quotes included, where it stands on one line; else 1.
    package var length: Int {
        let start = source.location(ofByte: range.lowerBound)
        let end = source.location(ofByte: range.upperBound)
        return start.line == end.line ? max(end.column - start.column, 1) : 1
    }
}
