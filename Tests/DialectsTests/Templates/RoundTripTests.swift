import Testing
import Upgrades

@testable import Dialects

/// The two laws of `Template`, on bytes, for every form of the shipped dialects that both reads and prints.
struct RoundTripTests {
    private static let tencent = Result { try Repository.dialect("tencent") }
    private static let aliyun = Result { try Repository.dialect("aliyun") }
    private static let huawei = Result { try Repository.dialect("huawei") }
    private static let cedar = Result {
        try Repository.load(Repository.text("Tests/DialectsTests/Fixtures/vendors/cedar.yaml"), name: "cedar.yaml")
    }
    private static let dialects = Result { try [tencent.get(), aliyun.get(), huawei.get(), cedar.get()] }
    private static let time: Int64 = 1_700_000_000_123

    @Test(arguments: 0..<200 as Range<UInt64>) func `printing then reading gives the message back`(seed: UInt64) throws
    {
        for dialect in try Self.dialects.get() {
            try Self.forEachForm(of: dialect, seed: seed) { _, message in try Self.expectMessageBack(message, dialect) }
        }
    }

    static func expectMessageBack(_ message: CanonicalMessage, _ dialect: Dialect) throws {
        let printed = try #require(print(message, dialect), "\(message)")
        let expected = withFallbacks(message, dialect)
        var back = try read(printed, dialect)
        // the code that was printed is read as a device's own
        if message.failure?.code == nil { back.failure?.code = nil }
        #expect(comparable(back) == comparable(expected), "\(String(decoding: printed.payload, as: UTF8.self))")
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `reading then printing gives the payload back`(seed: UInt64) throws
    {
        for dialect in try Self.dialects.get() {
            try Self.forEachForm(of: dialect, seed: seed) { variant, message in
                try Self.expectPayloadBack(message, variant, dialect)
            }
        }
    }

    /// The payload is printed by the form itself, whether or not it would be chosen.
    static func expectPayloadBack(_ message: CanonicalMessage, _ variant: Variant, _ dialect: Dialect) throws {
        var ids = IdentifierSource(serial: 0, time: time)
        (ids.product, ids.device) = ("P", "D")
        var payload: [UInt8] = []
        variant.plan.print(message, isSameDialect: true, ids: &ids, to: &payload)
        let topic = variant.topic.print(product: "P", device: "D")
        let printed = PrintedMessage(topic: topic, payload: payload, qos: variant.qos, dropped: [])
        let again = try #require(print(read(printed, dialect), dialect), "\(variant.kind) \(variant.name)")
        #expect(
            again.payload == payload,
            "\(String(decoding: payload, as: UTF8.self)) came back as \(String(decoding: again.payload, as: UTF8.self))"
        )
        #expect(again.topic == topic)
        #expect(again.qos == variant.qos)
        #expect(again.dropped.isEmpty)
    }

    @Test(arguments: 0..<50 as Range<UInt64>) func `what crosses to another dialect carries no stranger`(seed: UInt64)
        throws
    {
        for dialect in try Self.dialects.get() {
            try Self.forEachForm(of: dialect, seed: seed) { _, message in
                var ids = IdentifierSource(serial: 0, time: Self.time)
                let printed = dialect.print(message, product: "P", device: "D", isSameDialect: false, ids: &ids)
                let there = try Self.read(try #require(printed), dialect)
                #expect(there.extras.isEmpty)
                #expect(there.literals.isEmpty)
                #expect(printed?.dropped == message.extras.map(\.name))
            }
        }
    }

    private static func forEachForm(
        of dialect: Dialect, seed: UInt64, _ check: (Variant, CanonicalMessage) throws -> Void
    ) throws {
        var random = RandomMessage(seed: seed)
        for variant in dialect.variants where variant.reads && variant.prints {
            try check(variant, random.message(for: variant))
        }
    }

    private static func print(_ message: CanonicalMessage, _ dialect: Dialect) -> PrintedMessage? {
        var ids = IdentifierSource(serial: 0, time: time)
        return dialect.print(message, product: "P", device: "D", isSameDialect: true, ids: &ids)
    }

    private static func read(_ printed: PrintedMessage, _ dialect: Dialect) throws -> CanonicalMessage {
        let kind = dialect.variants.first { $0.topic.print(product: "P", device: "D") == printed.topic }
        let matches = dialect.match(topic: Text(printed.topic))
        #expect(kind != nil)
        // a reply and its question may share a topic; the printed payload fits one of them
        var failure: TranslationFailure?
        for match in matches.reversed() {
            var document = try Dialect.parse(printed.payload)
            #expect(document.repairs.isEmpty)
            do { return try dialect.read(&document, on: match) } catch { failure = error }
        }
        throw try #require(failure)
    }

    /// The message with what its form prints for holes that are not filled.
    private static func withFallbacks(_ message: CanonicalMessage, _ dialect: Dialect) -> CanonicalMessage {
        var message = message
        let holes = dialect.variant(printing: message)?.holes ?? []
        for hole in holes where hole.field == .opaque {
            if message.kept.contains(where: { $0.pointer == hole.pointer }) { continue }
            var value: [UInt8] = []
            switch hole.fallback {
            case .token(let token): value = token
            case .clock(let form): form.print(time, to: &value)
            case .serial, .time, nil: continue
            }
            message.kept.append(KeptMember(pointer: hole.pointer, value: RawJSON(value)))
        }
        for hole in holes where hole.field != .opaque && message.value(of: hole.field) == nil {
            switch hole.fallback {
            case .token(let token):
                guard hole.field != .failure, let document = try? JSONReader.read(token) else { continue }
                if let value = try? hole.read(document.root, of: document) { message.fill(hole.field, value) }
            case .serial: message.id = RawJSON("\"1\"")
            case .time: message.id = RawJSON(String(time))
            case .clock: break
            case nil: break
            }
        }
        return message
    }

    /// Without what only reading knows, the members as they came, and in one order.
    private static func comparable(_ message: CanonicalMessage) -> CanonicalMessage {
        var message = message
        message.native = nil
        message.extras.sort { ($0.object, $0.name.string) < ($1.object, $1.name.string) }
        message.literals.sort()
        message.kept.sort { $0.pointer < $1.pointer }
        return message
    }
}
