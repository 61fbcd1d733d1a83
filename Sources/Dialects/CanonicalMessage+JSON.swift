package import Upgrades

extension CanonicalMessage {
    /// The kind and every field that the message fills, by name, as JSON: what an example of a message compares.
    ///
    /// The id stands as it is spelled, a failure as its class. `asks` and `answers` name the query, `others` are the members that
    /// no template names.
    package var fieldsAsJSON: [(name: String, json: [UInt8])] {
        var fields = [(name: "kind", json: Self.string(kind.rawValue))]
        for field in Field.allCases {
            guard let value = value(of: field) else { continue }
            let json =
                switch value {
                case .text(let text): Self.string(text.string)
                case .integer(let number): Array(String(number).utf8)
                case .json(let json): json.bytes
                case .word(.flag(let flag)): Array((flag ? "true" : "false").utf8)
                case .word(let word): Self.string(word.spelling)
                case .failure(let failure): Self.string(failure.kind.rawValue)
                }
            fields.append((field.rawValue, json))
        }
        if let asking, !asking.isEmpty { fields.append((kind == .query ? "asks" : "answers", Self.string(asking))) }
        if !extras.isEmpty {
            let names = extras.map { Self.string($0.name.string) }.joined(separator: [UInt8(ascii: ",")])
            fields.append(("others", [UInt8(ascii: "[")] + names + [UInt8(ascii: "]")]))
        }
        return fields
    }

    private static func string(_ text: String) -> [UInt8] {
        var out: [UInt8] = []
        JSONWriter.append(string: text.utf8, to: &out)
        return out
    }
}
