import Diagnostics

/// One line of a file of values with commas between them (RFC 4180, without line breaks inside of quotes).
struct DelimitedLine {
    struct Cell {
        let text: String
        /// From 1.
        let column: Int
        let length: Int
    }

    let number: Int
    let cells: [Cell]
    /// What makes the line unreadable.
    let problem: String?

    /// Blank lines and those that begin with `#` are left out.
    static func all(of source: SourceText) -> [DelimitedLine] {
        (1...max(1, source.lineCount)).compactMap { number in
            guard let text = source.line(number), !text.allSatisfy(\.isWhitespace), !text.hasPrefix("#") else {
                return nil
            }
            return DelimitedLine(Array(text.unicodeScalars), number: number)
        }
    }

    private init(_ line: [Unicode.Scalar], number: Int) {
        self.number = number
        var cells: [Cell] = []
        var problem: String?
        var place = 0
        while place <= line.count {
            let start = place
            var text = String.UnicodeScalarView()
            if place < line.count, line[place] == "\"" {
                place += 1
                while place < line.count, line[place] != "\"" || place + 1 < line.count && line[place + 1] == "\"" {
                    if line[place] == "\"" { place += 1 }
                    text.append(line[place])
                    place += 1
                }
                if place >= line.count { problem = "a quote is not closed" }
                place += 1
                if place < line.count, line[place] != "," { problem = "a comma follows a closing quote" }
                while place < line.count, line[place] != "," { place += 1 }
            } else {
                while place < line.count, line[place] != "," {
                    text.append(line[place])
                    place += 1
                }
            }
            let cell = String(text)
            let lead = cell.unicodeScalars.prefix { $0.properties.isWhitespace }.count
            let trimmed = String(
                String.UnicodeScalarView(
                    cell.unicodeScalars.dropFirst(lead).reversed().drop { $0.properties.isWhitespace }.reversed()))
            cells.append(Cell(text: trimmed, column: start + lead + 1, length: max(1, place - start - lead)))
            place += 1
        }
        self.cells = cells
        self.problem = problem
    }
}
