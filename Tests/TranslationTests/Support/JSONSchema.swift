import Foundation

/// Checks JSON against the keywords of JSON Schema 2020-12 that the repository's schemas use; any other keyword is a problem.
struct JSONSchema {
    private let root: JSONValue

    init(_ text: String) throws {
        root = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    }

    /// What is wrong with the text, by JSON Pointer; empty if it is valid.
    func problems(of text: [UInt8]) throws -> [String] {
        problems(of: try JSONDecoder().decode(JSONValue.self, from: Data(text)), by: root, at: "")
    }

    private func problems(of value: JSONValue, by schema: JSONValue, at path: String) -> [String] {
        guard case .object(let keywords) = schema else { return ["\(path): the schema is no object"] }
        return keywords.flatMap { keyword, rule in problems(of: value, keyword, rule, schema, path) }
    }

    private func problems(
        of value: JSONValue, _ keyword: String, _ rule: JSONValue, _ schema: JSONValue, _ path: String
    ) -> [String] {
        func wrong(_ isWrong: Bool, _ text: String) -> [String] { isWrong ? ["\(path): \(text)"] : [] }
        switch (keyword, rule, value) {
        case ("$schema", _, _), ("$id", _, _), ("title", _, _), ("description", _, _), ("then", _, _), ("else", _, _):
            return []
        case ("type", .string(let type), _):
            return wrong(!value.types.contains(type), "is no \(type)")
        case ("type", .array(let choice), _):
            return wrong(
                !choice.contains { if case .string(let type) = $0 { value.types.contains(type) } else { false } },
                "is of no type of \(choice)")
        case ("enum", .array(let choice), _):
            return wrong(!choice.contains(value), "is none of \(choice)")
        case ("const", _, _):
            return wrong(value != rule, "is not \(rule)")
        case ("minimum", .integer(let least), .integer(let number)):
            return wrong(number < least, "is below \(least)")
        case ("maximum", .integer(let most), .integer(let number)):
            return wrong(number > most, "is above \(most)")
        case ("minLength", .integer(let least), .string(let text)):
            return wrong(text.unicodeScalars.count < least, "is too short")
        case ("required", .array(let names), .object(let members)):
            return names.flatMap { name in
                if case .string(let name) = name {
                    wrong(members[name] == nil, "lacks \(name)")
                } else {
                    ["a bad name"]
                }
            }
        case ("additionalProperties", .boolean(false), .object(let members)):
            return members.keys.flatMap { wrong(schema["properties"]?[$0] == nil, "has \($0)") }
        case ("properties", .object(let known), .object(let members)):
            return members.flatMap { name, member in
                known[name].map { problems(of: member, by: $0, at: "\(path)/\(name)") } ?? []
            }
        case ("items", .object, .array(let items)):
            return items.enumerated().flatMap { problems(of: $1, by: rule, at: "\(path)/\($0)") }
        case ("if", .object, _):
            let branch = problems(of: value, by: rule, at: path).isEmpty ? "then" : "else"
            return schema[branch].map { problems(of: value, by: $0, at: path) } ?? []
        case ("minimum", .integer, _), ("maximum", .integer, _), ("minLength", .integer, _), ("required", .array, _),
            ("additionalProperties", .boolean(false), _), ("properties", .object, _), ("items", .object, _):
            return []  // binds values of another type only
        default:
            return ["the checker does not know \(keyword)"]
        }
    }
}
