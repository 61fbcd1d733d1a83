/// A source line with its passwords covered by `*`, one for one, so that columns stay.
///
/// Findings quote source lines into terminals and logs, also lines of files that could not be parsed, so this goes by
/// the look of the line: what follows a `password:` key, or one like it, unless it is a `${...}` reference, and what stands between
/// `://` and `@`. A plain password is covered to the end of the line, since only a parser knows where it ends; one on
/// the line below its key, behind `previous`, is covered whole.
func concealed(_ line: [Unicode.Scalar], behind previous: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var line = line
    if endsOfSecretKeys(in: previous).contains(where: { leavesValueBelow(previous, behind: $0) }) {
        cover(skipBlanks(in: line, from: 0)..<line.count, in: &line)
    }
    for end in endsOfSecretKeys(in: line) {
        if let value = passwordValue(in: line, behind: end) { cover(value, in: &line) }
    }
    for end in ends(of: "://", in: line) {
        let authority = line[end...].prefix { !["/", " ", "\"", "'"].contains($0) }
        if let at = authority.lastIndex(of: "@") { cover(end..<at, in: &line) }
    }
    return line
}

private func cover(_ range: Range<Int>, in line: inout [Unicode.Scalar]) {
    for index in range { line[index] = "*" }
}

/// Where the value of a key stands that ends at `end`; nil for other words, no value and references.
private func passwordValue(in line: [Unicode.Scalar], behind end: Int) -> Range<Int>? {
    var index = end
    if index < line.count, line[index].isQuote { index += 1 }
    index = skipBlanks(in: line, from: index)
    guard index < line.count, line[index] == ":" else { return nil }
    index = skipBlanks(in: line, from: index + 1)
    guard index < line.count else { return nil }
    let quote = line[index].isQuote ? line[index] : nil
    if quote != nil { index += 1 }
    if line[index...].starts(with: "${".unicodeScalars), line[index...].contains("}") { return nil }
    // what a dialect file says of tokens
    if ["refuse", "drop"].contains(where: { line[index...].starts(with: $0.unicodeScalars) }) { return nil }
    return index..<(quote.flatMap { closing($0, in: line, from: index) } ?? line.count)
}

/// Whether a key that ends at `end` has its value on the next line: nothing, a bar or a comment follows the colon.
private func leavesValueBelow(_ line: [Unicode.Scalar], behind end: Int) -> Bool {
    let rest = line[end...].drop { $0 == " " || $0 == "\t" || $0.isQuote }
    guard rest.first == ":" else { return false }
    let value = rest.dropFirst().first { $0 != " " && $0 != "\t" }
    return value.map { ["|", ">", "#"].contains($0) } ?? true
}

/// The closing quote; nil where what follows it does not show that it really ends the value.
private func closing(_ quote: Unicode.Scalar, in line: [Unicode.Scalar], from start: Int) -> Int? {
    guard let end = line[start...].firstIndex(of: quote) else { return nil }
    let isEscaped = end > start && line[end - 1] == "\\"
    let next = skipBlanks(in: line, from: end + 1)
    return !isEscaped && (next == line.count || [",", "}", "#"].contains(line[next])) ? end : nil
}

private func skipBlanks(in line: [Unicode.Scalar], from start: Int) -> Int {
    line[start...].firstIndex { $0 != " " && $0 != "\t" } ?? line.count
}

/// The index behind each word that names a secret, or that somebody may have mistyped for one.
private func endsOfSecretKeys(in line: [Unicode.Scalar]) -> [Int] {
    var ends: [Int] = []
    var word = ""
    for (index, scalar) in (line + [" "]).enumerated() {
        if scalar.properties.isAlphabetic || scalar == "_" || scalar == "-" {
            word.unicodeScalars.append(scalar)
            continue
        }
        let key = word.lowercased()
        let isSecret = ["pass", "pwd", "secret", "token"].contains { key.contains($0) }
        if isSecret || nearName(to: key, among: ["password"]) != nil { ends.append(index) }
        word = ""
    }
    return ends
}

/// The index behind each occurrence of a word.
private func ends(of word: String, in line: [Unicode.Scalar]) -> [Int] {
    let letters = Array(word.unicodeScalars)
    return line.indices.filter { line[$0...].starts(with: letters) }.map { $0 + letters.count }
}

extension Unicode.Scalar {
    fileprivate var isQuote: Bool { self == "\"" || self == "'" }
}
