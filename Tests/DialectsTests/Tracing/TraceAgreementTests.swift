import TestMaterial
import Testing
import Upgrades

@testable import Dialects

/// Traces are worked out a second time; here they are held to what reading and printing really do.
struct TraceAgreementTests {
    private static let dialects = Result { try ["tencent", "aliyun"].map { try Repository.dialect($0) } }
    private static let time: Int64 = 1_700_000_000_123
    private static let faults = [
        ("\"", ""), (":", ":{"), ("1", "null"), ("1", "[]"), ("e", "x"), ("version", "versoin"), ("-", ""), ("}", "}}"),
        ("0", "true"), ("id", "di"), ("a", "{"), ("\"", "\"\""), ("d", "D"), ("params", "param"),
    ]

    @Test(arguments: 0..<25 as Range<UInt64>) func `a trace of reading tells what reading does`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for dialect in try Self.dialects.get() {
            var random = RandomMessage(seed: seed)
            for variant in dialect.variants {
                var payload = Self.payload(of: random.message(for: variant), variant)
                let topic = Text(variant.topic.print(product: "P", device: "D"))
                try Self.expectAgreement(payload, topic, dialect)
                var text = String(decoding: payload, as: UTF8.self)
                for _ in 0..<2 {
                    let (part, fault) = generator.pick(Self.faults)
                    text = text.replacing(part, with: fault, maxReplacements: Int.random(in: 1...3, using: &generator))
                    payload = Array(text.utf8)
                    try Self.expectAgreement(payload, topic, dialect)
                }
            }
        }
    }

    private static func payload(of message: CanonicalMessage, _ variant: Variant) -> [UInt8] {
        var ids = IdentifierSource(serial: 0, time: time)
        var payload: [UInt8] = []
        var message = message
        if !variant.prints {  // a table may print no code for a word that this variant only reads
            for hole in variant.holes
            where !hole.mayBeAbsent && !(message.value(of: hole.field).map(hole.canPrint) ?? false) {
                if case .table(let table) = hole.conversion, let word = table.prints.keys.sorted().first {
                    message.fill(hole.field, word: word)
                }
            }
        }
        variant.plan.print(message, isSameDialect: true, ids: &ids, to: &payload)
        return payload
    }

    private static func expectAgreement(_ payload: [UInt8], _ topic: Text, _ dialect: Dialect) throws {
        for match in dialect.match(topic: topic) {
            let trace = dialect.traceRead(payload, on: match)
            guard var document = try? Dialect.parse(payload) else {
                #expect(trace.attempts.isEmpty)
                continue
            }
            let said = String(decoding: payload, as: UTF8.self)
            let group = dialect.groups[match.group]
            var laidOut = document
            let spots = group.layout.place(&laidOut).spots
            for plan in group.plans {
                let matches = plan.shape.matches(laidOut, spots)
                var walk = TemplateWalk(plan.variant, document, on: match)
                walk.run()
                let obstacles = walk.reading.obstacles
                #expect(walk.reading.isOfShape == matches, "\(plan.variant.label): \(obstacles) in \(said)")
            }
            do {
                let message = try dialect.read(&document, on: match)
                #expect(try trace.result.get() == message)
                let reading = try #require(trace.reading, "\(said)")
                #expect(reading.obstacles.isEmpty && reading.variant.kind == message.kind, "\(said)")
                #expect(reading.extras == message.extras || Set(reading.extras) == Set(message.extras), "\(said)")
                try expectFields(reading, message, said)
            } catch let failure as TranslationFailure {
                #expect(throws: failure) { try trace.result.get() }
                #expect(trace.reading == nil)
                #expect(trace.attempts.allSatisfy { !$0.obstacles.isEmpty }, "\(said)")
                #expect(trace.nearest.count == trace.attempts.count)
            }
        }
    }

    /// What the trace says of each field stands in the message; a failure's code counts only where something failed.
    private static func expectFields(_ reading: VariantReading, _ message: CanonicalMessage, _ said: String) throws {
        for field in reading.fields where field.field != .failure || message.phase == .failed {
            guard let value = field.value, field.code?.word != Field.noFailure else { continue }
            let actual = message.value(of: field.field)?.spelled ?? ""
            #expect(Text(actual).lowercasedASCII == Text(value).lowercasedASCII, "\(field.field) in \(said)")
        }
        let told = Set(reading.fields.filter { $0.value != nil }.map(\.field)).union(reading.claims.map(\.field))
        let filled = message.filled.subtracting(.identity).fields.filter { $0 != .failure }
        #expect(told.isSuperset(of: filled), "\(filled) in \(said)")
    }

    @Test(arguments: 0..<25 as Range<UInt64>) func `a trace of printing tells what printing does`(seed: UInt64) throws {
        for dialect in try Self.dialects.get() {
            var random = RandomMessage(seed: seed)
            for variant in dialect.variants {
                var message = random.message(for: variant)
                if seed % 3 == 0 { message.target = nil }
                if seed % 5 == 0 { message.package?.md5 = nil }
                for isSameDialect in [true, false] {
                    try Self.expectPrinting(message, dialect, isSameDialect: isSameDialect)
                }
            }
        }
    }

    private static func expectPrinting(_ message: CanonicalMessage, _ dialect: Dialect, isSameDialect: Bool) throws {
        var ids = IdentifierSource(serial: 7, time: time)
        var again = ids
        let printed = dialect.print(message, product: "P", device: "D", isSameDialect: isSameDialect, ids: &ids)
        let trace = dialect.tracePrint(
            message, product: "P", device: "D", isSameDialect: isSameDialect, ids: &again)
        #expect(trace.printed == printed)
        #expect(again.serial == ids.serial)
        guard let printed else {
            #expect(trace.refusals.allSatisfy { !$0.obstacles.isEmpty }, "\(message)")
            return
        }
        #expect(trace.dropped.map(\.name) == printed.dropped)
        let document = try JSONReader.read(printed.payload, isStrict: true)
        for field in trace.fields {
            let node = try #require(document.node(at: field.pointer), "\(field.pointer)")
            #expect(document.spelling(node) == field.spelling, "\(field.pointer)")
        }
    }
}

extension JSONDocument {
    /// The value at a JSON Pointer.
    fileprivate func node(at pointer: String) -> Int? {
        var node = root
        for part in pointer.split(separator: "/") {
            let name = part.replacing("~1", with: "/").replacing("~0", with: "~")
            if self[node].kind == .array, let place = Int(name) {
                let children = Array(children(node))
                guard children.indices.contains(place) else { return nil }
                node = children[place]
            } else {
                guard let child = member(Array(name.utf8), of: node) else { return nil }
                node = child
            }
        }
        return node
    }
}
