import Dialects
import Foundation
import Upgrades

/// What a JSON text says, however it is spelled: for holding our reader against Foundation's two.
///
/// Names of members are compared as text, since Foundation takes canonically equal ones for one member; `true` and 1 are
/// one, since `JSONSerialization` does not tell them apart on Linux. It also loses a mark U+FEFF at the beginning of a
/// string and behind an escape.
enum JSONContent: Equatable {
    /// A number as far as Doubles tell; `JSONSerialization` rounds long ones a second time, in the last place.
    struct Number: Equatable {
        /// NaN for what is too large or too small for a Double.
        let value: Double

        init(value: Double) { self.value = value }

        init(spelled text: String) {
            let digits = text.prefix { $0 != "e" && $0 != "E" }
            let number = Double(text) ?? .nan
            let isLost = number.isInfinite || number == 0 && digits.contains { ("1"..."9").contains($0) }
            value = isLost ? .nan : number
        }

        static func == (one: Number, other: Number) -> Bool {
            one.value == other.value
                || abs(one.value - other.value) <= 4 * max(one.value.magnitude, other.value.magnitude).ulp
        }
    }

    case null
    case number(Number)
    case string([UInt8])
    case array([JSONContent])
    case object([String: JSONContent])

    init(_ node: Int, of document: JSONDocument) {
        switch document[node].kind {
        case .null: self = .null
        case .true: self = .number(Number(value: 1))
        case .false: self = .number(Number(value: 0))
        case .number: self = .number(Number(spelled: document.text(node).string))
        case .string: self = .string(Self.unmarked(document.content(node)))
        case .array: self = .array(document.children(node).map { JSONContent($0, of: document) })
        case .object:
            var members: [String: JSONContent] = [:]
            for child in document.children(node) {
                members[Self.unmarked(document.key(child).string)] = JSONContent(child, of: document)
            }
            self = .object(members)
        }
    }

    /// - Parameter value: of `JSONSerialization`.
    init?(foundation value: Any) {
        switch value {
        case is NSNull: self = .null
        case let text as String: self = .string(Self.unmarked(Array(text.utf8)))
        case let number as NSNumber: self = .number(Number(value: number.doubleValue))
        case let values as [Any]: self = .array(values.compactMap { JSONContent(foundation: $0) })
        case let members as [String: Any]:
            let contents = members.map { (Self.unmarked($0), JSONContent(foundation: $1) ?? .null) }
            self = .object(Dictionary(contents) { _, last in last })
        default: return nil
        }
    }

    private static func unmarked(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(0xEF) else { return text }
        let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
        return scalars.filter { $0 != "\u{FEFF}" }.flatMap { Array($0.utf8) }
    }

    private static func unmarked(_ text: String) -> String {
        String(decoding: unmarked(Array(text.utf8)), as: UTF8.self)
    }

    /// Whether a number in it is none that a Double holds.
    var isBeyondDouble: Bool {
        switch self {
        case .number(let number): number.value.isNaN
        case .array(let items): items.contains(where: \.isBeyondDouble)
        case .object(let members): members.values.contains(where: \.isBeyondDouble)
        case .null, .string: false
        }
    }
}

/// As `JSONDecoder` reads it.
extension JSONContent: Decodable {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        if let members = try? decoder.container(keyedBy: Name.self) {
            self = .object(
                Dictionary(
                    try members.allKeys.map {
                        (Self.unmarked($0.stringValue), try members.decode(JSONContent.self, forKey: $0))
                    }
                ) { _, last in last })
        } else if var items = try? decoder.unkeyedContainer() {
            var contents: [JSONContent] = []
            while !items.isAtEnd { contents.append(try items.decode(JSONContent.self)) }
            self = .array(contents)
        } else {
            let value = try decoder.singleValueContainer()
            if value.decodeNil() {
                self = .null
            } else if let isTrue = try? value.decode(Bool.self) {
                self = .number(Number(value: isTrue ? 1 : 0))
            } else if let text = try? value.decode(String.self) {
                self = .string(Self.unmarked(Array(text.utf8)))
            } else {
                self = .number(Number(value: try value.decode(Double.self)))
            }
        }
    }
}
