/// A URL in a payload: who logs in, and what signs it, give something away; where it leads to and when it expires stays.
struct URLText {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func isURL(_ bytes: [UInt8]) -> Bool {
        // a slash may be spelled with a backslash in front of it
        String(decoding: bytes, as: UTF8.self).replacing("\\/", with: "/").contains("://")
    }

    func scrambled(by tokens: inout TokenScrambler) -> [UInt8] {
        let query = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.count
        var out = address(bytes[..<query], by: &tokens)
        for parameter in parameters(bytes[query...]) {
            let separator = Self.separators.first { parameter.starts(with: $0) } ?? []
            let named = parameter.dropFirst(separator.count)
            let name = named.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: "%") }
            out += separator + name
            out += value(Array(named[name.endIndex...]), of: name, by: &tokens)
        }
        return out
    }

    /// Scheme, host and path; what stands before an `@` of the host is a secret.
    private func address(_ bytes: ArraySlice<UInt8>, by tokens: inout TokenScrambler) -> [UInt8] {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else {
            return tokens.scrambled(Array(bytes), isSecret: false)
        }
        let slashes: Set<UInt8> = [UInt8(ascii: "/"), UInt8(ascii: "\\")]
        let host = bytes[(colon + 1)...].firstIndex { !slashes.contains($0) } ?? bytes.endIndex
        let end = bytes[host...].firstIndex(where: slashes.contains) ?? bytes.endIndex
        guard let at = bytes[host..<end].lastIndex(of: UInt8(ascii: "@")) else {
            return tokens.scrambled(Array(bytes), isSecret: false)
        }
        return Array(bytes[..<host]) + tokens.scrambled(Array(bytes[host..<at]), isSecret: true)
            + tokens.scrambled(Array(bytes[at...]), isSecret: false)
    }

    /// What stands in front of a parameter.
    private static let separators = ["&", "?", "%26", "\\u0026"].map { Array($0.utf8) }

    /// Cut in front of each separator, and where a parameter's value is a list of parameters in turn.
    private func parameters(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        for index in bytes.indices where index > start {
            let rest = bytes[index...]
            let isBehind = Self.separators.contains { rest.starts(with: $0) }
            let isList = bytes[index - 1] == UInt8(ascii: "=") && Self.beginsList(rest)
            if isBehind || isList {
                parts.append(bytes[start..<index])
                start = index
            }
        }
        return parts + [bytes[start...]]
    }

    /// Whether a name, an escaped `=` and a value come next; behind the `=` that fills up base64 comes none.
    private static func beginsList(_ bytes: ArraySlice<UInt8>) -> Bool {
        let name = bytes.prefix { $0.isAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
        let rest = bytes[name.endIndex...]
        return rest.starts(with: "%3D".utf8) && rest.dropFirst(3).first?.isAlphanumeric == true
    }

    private func value(_ value: [UInt8], of name: ArraySlice<UInt8>, by tokens: inout TokenScrambler) -> [UInt8] {
        let word = String(decoding: name, as: UTF8.self).lowercased()
        let isTime = ["expire", "time", "date"].contains { word.contains($0) }
        if isTime || word.contains("algorithm") { return value }
        // nobody can tell what a parameter of another name gives away
        var out: [UInt8] = []
        for (place, piece) in pieces(value).enumerated() {
            let isTimestamp = place <= 1 && piece.allSatisfy(\.isDigit) && (9...13).contains(piece.count)
            out += isTimestamp ? piece : tokens.scrambled(piece, isSecret: true)
        }
        return out
    }

    /// Cut between letters or digits and all else, so that a time in front of a signature is seen; escapes stay whole.
    private func pieces(_ bytes: [UInt8]) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var index = 0
        while index < bytes.count {
            let start = index
            if let end = TokenScrambler.escape(bytes, at: index) {
                index = end
            } else if bytes[index].isAlphanumeric {
                while index < bytes.count, bytes[index].isAlphanumeric { index += 1 }
            } else {
                index += 1
            }
            pieces.append(Array(bytes[start..<index]))
        }
        return pieces
    }
}
