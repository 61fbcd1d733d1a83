import Dialects
import Foundation
package import Translation
import Upgrades

/// Laws of messages, whatever was read before them.
package enum MessageLaws {
    /// Why a payload may be set aside when it is read; other codes have other reasons.
    static let codes: Set<SetAsideCode> = [
        .tooLarge, .notJSON, .tooDeep, .invalidUTF8, .unknownShape, .unknownValue, .conflictingValues,
    ]

    /// What a dialect reads it prints, if at all, as JSON without repairs.
    static func checkPrinting(_ payload: [UInt8], on topic: Text, in dialect: Dialect) throws(BrokenLaw) {
        for match in dialect.match(topic: topic) {
            guard let message = try read(payload, on: match, in: dialect) else { continue }
            for isSameDialect in [true, false] {
                let printed = print(message, of: match, in: dialect, isSameDialect: isSameDialect)
                if let printed { try checkStrict(printed.payload) }
            }
        }
    }

    /// What a dialect reads on a topic is what it reads of its own printing, which does not change any more.
    ///
    /// For the dialects that ship: one that somebody writes may declare that it prints what it cannot read.
    static func checkRoundTrip(_ payload: [UInt8], on topic: Text, in dialect: Dialect) throws(BrokenLaw) {
        for match in dialect.match(topic: topic) {
            guard let message = try read(payload, on: match, in: dialect), !message.isListInBlocks else { continue }
            guard let printed = print(message, of: match, in: dialect, isSameDialect: true) else { continue }
            try checkStrict(printed.payload)
            let again = try readBack(printed, from: match.sender, in: dialect)
            try checkKept(message, in: again, shown(printed.payload))
            guard let second = print(again, of: match, in: dialect, isSameDialect: true) else {
                throw BrokenLaw("cannot print again what it read of \(shown(printed.payload))")
            }
            try hold(
                second.payload == printed.payload && second.topic == printed.topic,
                "prints \(shown(second.payload)) of its own \(shown(printed.payload))")
        }
    }

    /// What must not change within a dialect: what a message says apart from how far a download has come and why it failed,
    /// which forms and codes may round (rules B1 and B11), and apart from the second of two digests and a list of one file.
    private static let kept: Set<String> = [
        "kind", "version", "receipt-code", "id", "module", "target", "size", "url", "diff", "signature", "files",
        "stream",
        "token",
    ]

    /// What was read stands in what is read of its printing; that may say more, for a form has fallbacks and ids.
    private static func checkKept(
        _ message: CanonicalMessage, in again: CanonicalMessage, _ text: @autoclosure () -> String
    ) throws(BrokenLaw) {
        let fields = Dictionary(again.fieldsAsJSON.map { ($0.name, shown($0.json)) }) { first, _ in first }
        for (name, json) in message.fieldsAsJSON where kept.contains(name) {
            let isKept = fields[name] == shown(json)
            try hold(isKept, "'\(name)' was \(shown(json)) and is \(fields[name] ?? "absent") in its own \(text())")
        }
    }

    /// What leaves the gateway is strict JSON, and its receiver reads it as the kind of message that is meant.
    package static func check(_ output: Output, of device: Identity, on route: Route) throws {
        switch output {
        case .message(let message):
            try checkStrict(message.printed.payload)
            let dialect = route.dialect(of: message.receiver)
            let sender: Sender = message.receiver == .device ? .backend : .device
            let again = try readBack(message.printed, from: sender, in: dialect)
            try hold(
                again.kind == message.kind,
                "\(message.kind) is read as \(again.kind) by \(dialect.name): \(shown(message.printed.payload))")
        case .event(let event):
            try checkStrict(event.json(device: device, dialect: route.device.name, backend: route.backendName))
        case .setAside(let code, let reason):
            try hold(code != .input && !reason.isEmpty, "set aside as \(code) for '\(reason)'")
        }
    }

    static func checkStrict(_ json: some Collection<UInt8>) throws(BrokenLaw) {
        let document = try? JSONDocument.readStrict(Array(json))
        try hold(document?.repairs == [], "printed, and no strict JSON: \(shown(json))")
        let object = try? JSONSerialization.jsonObject(with: Data(json), options: .fragmentsAllowed)
        // a number beyond a Double goes out as it came in
        let isBeyond = document.map { JSONContent($0.root, of: $0).isBeyondDouble } ?? false
        try hold(object != nil || isBeyond, "printed, and no JSON to Foundation: \(shown(json))")
    }

    /// Nil for what is set aside.
    static func read(
        _ payload: [UInt8], on match: TopicMatch, in dialect: Dialect
    ) throws(BrokenLaw) -> CanonicalMessage? {
        do throws(TranslationFailure) {
            var document = try Dialect.parse(payload)
            return try dialect.read(&document, on: match)
        } catch {
            try hold(codes.contains(error.code) && !error.reason.isEmpty, "set aside as \(error.code): \(error.reason)")
            return nil
        }
    }

    private static func readBack(
        _ printed: PrintedMessage, from sender: Sender, in dialect: Dialect
    ) throws(BrokenLaw) -> CanonicalMessage {
        guard let match = dialect.match(topic: Text(printed.topic)).first(where: { $0.sender == sender }),
            let message = try read(printed.payload, on: match, in: dialect)
        else { throw BrokenLaw("\(dialect.name) does not read its own \(printed.topic) \(shown(printed.payload))") }
        return message
    }

    private static func print(
        _ message: CanonicalMessage, of match: TopicMatch, in dialect: Dialect, isSameDialect: Bool
    ) -> PrintedMessage? {
        var ids = IdentifierSource(serial: 41, time: 1_700_000_000_123)
        return dialect.print(
            message, product: match.product.string, device: match.device.string, isSameDialect: isSameDialect,
            ids: &ids)
    }
}

extension CanonicalMessage {
    /// A package of several files that is fetched through the broker.
    ///
    /// The Aliyun dialect only reads the form that says so, and prints the list without that word, which may read as another
    /// package, or not at all: known, and left out of these laws.
    var isListInBlocks: Bool { package?.transport == .stream && package?.files != nil }
}
