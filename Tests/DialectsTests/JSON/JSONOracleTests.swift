import Foundation
import Testing
import Upgrades

@testable import Dialects

/// What a JSON text says, however it is spelled; `true` and 1 are one, for Foundation on Linux does not tell them apart.
private enum Content: Equatable {
    case null
    case number(Double)
    case string([UInt8])
    case array([Content])
    case object([[UInt8]: Content])

    init?(_ node: Int, of document: JSONDocument) {
        switch document[node].kind {
        case .null: self = .null
        case .true: self = .number(1)
        case .false: self = .number(0)
        case .number:
            guard let number = Double(document.text(node).string) else { return nil }
            self = .number(number)
        case .string: self = .string(document.content(node))
        case .array: self = .array(document.children(node).compactMap { Content($0, of: document) })
        case .object:
            var members: [[UInt8]: Content] = [:]
            for child in document.children(node) {
                members[Array(document.key(child).utf8)] = Content(child, of: document)
            }
            self = .object(members)
        }
    }

    init?(foundation value: Any) {
        switch value {
        case is NSNull: self = .null
        case let text as String: self = .string(Array(text.utf8))
        case let number as NSNumber: self = .number(number.doubleValue)
        case let values as [Any]: self = .array(values.compactMap { Content(foundation: $0) })
        case let members as [String: Any]:
            let contents = members.compactMap { name, value in Content(foundation: value).map { (Array(name.utf8), $0) }
            }
            self = .object(Dictionary(uniqueKeysWithValues: contents))
        default: return nil
        }
    }
}

/// Foundation's reader is the judge of ours.
struct JSONOracleTests {
    private static func foundation(_ bytes: [UInt8]) -> Content? {
        (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)).flatMap {
            Content(foundation: $0)
        }
    }

    private static func strict(_ bytes: [UInt8]) -> Content? {
        (try? JSONDocument.readStrict(bytes)).flatMap { Content($0.root, of: $0) }
    }

    @Test(arguments: 0..<400 as Range<UInt64>) func `random JSON says the same to Foundation`(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        let text = random.text()
        let content = try #require(Self.strict(text))
        #expect(Self.foundation(text) == content)
        for _ in 0..<5 { Self.compare(random.mutated(text)) }
    }

    private static func compare(_ text: [UInt8]) {
        let (theirs, ours) = (foundation(text), strict(text))
        if ours == nil, let theirs {
            // commas before a closing bracket are a repair for us, and nothing to Foundation
            let lenient = try? JSONReader.read(text)
            #expect(lenient?.repairs == .trailingComma, "\(String(decoding: text, as: UTF8.self))")
            #expect(lenient.flatMap { Content($0.root, of: $0) } == theirs)
        } else {
            #expect(ours == theirs || isBeyondDouble(ours), "\(String(decoding: text, as: UTF8.self))")
        }
        // what we read strictly we read in the same way when we forgive
        guard let ours else { return }
        let lenient = try? JSONReader.read(text)
        #expect(lenient.flatMap { Content($0.root, of: $0) } == ours)
    }

    /// Where Foundation differs from RFC 8259, or from part A of our rules.
    static let differences: [(text: String, isOurs: Bool, isTheirs: Bool)] = [
        ("1e999", true, false), ("[-2e400]", true, false),  // beyond a Double; we keep the spelling
        ("\u{FEFF}{}", false, true),  // the mark is a repair
        (String(repeating: "[", count: 65) + String(repeating: "]", count: 65), false, true),  // the limit is ours
        ("\"\\ud800\"", false, false), ("\"\\udc00\"", false, false), ("{\"a\":1,}", false, true),
        ("[1,]", false, true),
        ("{\"a\":1,\"a\":2}", true, true), ("01", false, false), ("\"\u{1}\"", false, false),
        ("\"\u{7F}\"", true, true), ("{}}", false, false),
    ]

    @Test(arguments: differences) func `differences are known`(text: String, isOurs: Bool, isTheirs: Bool) {
        #expect((Self.strict(Array(text.utf8)) != nil) == isOurs)
        #expect((Self.foundation(Array(text.utf8)) != nil) == isTheirs)
    }

    /// Numbers beyond a Double are the one difference that random texts come upon.
    private static func isBeyondDouble(_ content: Content?) -> Bool {
        switch content {
        case .number(let number): number.isInfinite
        case .array(let items): items.contains { isBeyondDouble($0) }
        case .object(let members): members.values.contains { isBeyondDouble($0) }
        case .null, .string, nil: false
        }
    }
}
