import Diagnostics
import Testing
import Upgrades

@testable import Dialects

/// A small made-up vendor in which one construct is tried out.
///
/// Topics are `up/<kind>/P/D` and `down/<kind>/P/D`; the rest of the file is complete, so that it loads.
struct Trial {
    /// What stands under the kind on trial, behind `from:` and `topic:`.
    var kind = MessageKind.versionReport
    var body = "payload: { v: \"${version}\" }"
    var conversions = ""
    var parts = ""
    var limits = ""
    var expiry = ""
    /// Fields that the offer on trial has a place for.
    var carried: Set<Field> = [.md5]

    /// A payload on one line.
    static func payload(_ kind: MessageKind, _ payload: String) -> Trial {
        Trial(kind: kind, body: "payload: \(payload)")
    }

    private static let standard: [MessageKind: String] = [
        .versionReport: "payload: { v: \"${version}\" }",
        .offer: "payload: { to: \"${target}\", size: \"${size}\", url: \"${url}\", md5: \"${md5}\" }",
        .progress:
            "payload: { state: \"${phase:state}\", percent?: \"${percent}\", code: \"${failure:code|0}\", note: \"${note|}\" }",
    ]

    var text: String {
        var text = """
            dialect: trial
            conversions:
              state: { downloading: dl, downloaded: full, installing: burn, installed: did, succeeded: { print: did }, failed: bad }
              code: { none: 0, download: -1, download.not-found: -404, upgrade: [-9, "-*"] }
              \(conversions)
            lacks: { \(lacks) }
            limits: { \(limits) }
            url-expiry: [ \(expiry) ]
            parts: { \(parts) }
            messages:

            """
        var messages = Self.standard
        messages[kind] = body
        for kind in MessageKind.allCases {
            guard let body = messages[kind] else { continue }
            text += "  \(kind.rawValue):\n    from: \(kind.sender.rawValue)\n    topic: \(topic(of: kind))\n"
            text += body.split(separator: "\n").map { "    \($0)\n" }.joined()
        }
        return text
    }

    private var lacks: String {
        DialectLoader.losable.filter { !carried.contains($0) }.map { "\($0.rawValue): refuse" }.joined(separator: ", ")
    }

    private func topic(of kind: MessageKind) -> String {
        (kind.sender == .device ? "up/" : "down/") + kind.rawValue + "/${product}/${device}"
    }

    /// The dialect; unused tables are the trial's own, other findings fail.
    func dialect() throws -> Dialect {
        let source = SourceText(name: "trial.yaml", text: text)
        var findings = Findings()
        let dialect = DialectLoader.load(source, into: &findings)
        return try #require(dialect, "\(findings.text(in: [source]))")
    }

    /// Any dialect file; nil if it has errors.
    static func load(_ text: String) -> Dialect? {
        var findings = Findings()
        return DialectLoader.load(SourceText(name: "trial.yaml", text: text), into: &findings)
    }

    /// What the dialect reads from a payload of the kind on trial.
    func read(_ payload: String) throws -> CanonicalMessage {
        try dialect().read(payload, on: topic(of: kind).replacing(holes: ["product": "P", "device": "D"]))
    }

    /// What reading gives, as text: `version=1 note=x`, or the code it is set aside with.
    func summary(_ payload: String) throws -> String {
        do {
            return try read(payload).summary
        } catch let failure as TranslationFailure {
            return failure.code.rawValue
        }
    }

    /// The message as the dialect prints it; nil when no form can.
    func print(_ message: CanonicalMessage, isSameDialect: Bool = false) throws -> String? {
        var ids = IdentifierSource(serial: 41, time: 1_700_000_000_123)
        let printed = try dialect().print(message, product: "P", device: "D", isSameDialect: isSameDialect, ids: &ids)
        return printed.map { String(decoding: $0.payload, as: UTF8.self) }
    }
}

extension String {
    fileprivate func replacing(holes: [String: String]) -> String {
        holes.reduce(self) {
            $0.split(separator: "${\($1.key)}", omittingEmptySubsequences: false).joined(separator: $1.value)
        }
    }
}

extension Dialect {
    /// Reads a payload as the first sender that the topic allows.
    func read(_ payload: String, on topic: String, from sender: Sender? = nil) throws -> CanonicalMessage {
        guard let match = match(topic: Text(topic)).first(where: { sender == nil || $0.sender == sender }) else {
            throw TranslationFailure(.unknownTopic, topic)
        }
        var document = try Dialect.parse(Array(payload.utf8))
        return try read(&document, on: match)
    }
}

extension CanonicalMessage {
    /// The filled fields in the order of `Field`, then extras, for data rows.
    var summary: String {
        var parts = Field.allCases.compactMap { field in value(of: field).map { "\(field.rawValue)=\($0.spelled)" } }
        parts += extras.map { "+\($0.object)/\($0.name)=\($0.value.string)" }
        if !literals.isEmpty { parts.append("read:" + literals.joined(separator: ",")) }
        return parts.joined(separator: " ")
    }
}

extension FieldValue {
    fileprivate var spelled: String {
        switch self {
        case .text(let text): text.string
        case .integer(let number): String(number)
        case .json(let json): json.string
        case .word(let word): word.spelling
        case .failure(let failure): failure.kind.rawValue + (failure.code.map { "(\($0.key)=\($0.value))" } ?? "")
        }
    }
}
