import Foundation

/// A JSON value as a peer sent it, with numbers and strings kept apart: several vendors' readers insist on one of them.
enum JSONValue: Decodable, Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// What `payload` says, or nil when it is no JSON.
    static func read(_ payload: [UInt8]) -> JSONValue? {
        try? JSONDecoder().decode(JSONValue.self, from: Data(payload))
    }

    subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// The text of a JSON string; nil for a number.
    var text: String? {
        guard case .text(let value) = self else { return nil }
        return value
    }

    /// The value of a JSON number without a fraction; nil for a string of digits.
    var integer: Int? {
        guard case .integer(let value) = self else { return nil }
        return value
    }

    /// A number, or a string that holds one: how a liberal reader sees it (hazard H23).
    var liberalInteger: Int? { integer ?? text.flatMap { Int($0) } }

    /// The value as it is echoed in an answer: a number stays a number, a string a string; null for anything else.
    var echoed: String {
        switch self {
        case .integer(let value): String(value)
        case .text(let value): JSONText.quoted(value)
        default: "null"
        }
    }
}
