/// A fenced block of a Markdown page: what stands behind the fence, and the lines.
package struct FencedBlock: Sendable {
    package let mark: String
    package let lines: [String]
    /// The fence's line in the page.
    package let line: Int

    /// The blocks of a page; one that is not closed is left out.
    package static func all(in page: String) -> [FencedBlock] {
        var blocks: [FencedBlock] = []
        var open: (mark: String, lines: [String], line: Int)?
        for (place, line) in page.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("```") {
                if let block = open {
                    blocks.append(FencedBlock(mark: block.mark, lines: block.lines, line: block.line))
                    open = nil
                } else {
                    open = (String(line.dropFirst(3)), [], place + 1)
                }
            } else {
                open?.lines.append(String(line))
            }
        }
        return blocks
    }

    package var text: String { lines.map { $0 + "\n" }.joined() }
}
