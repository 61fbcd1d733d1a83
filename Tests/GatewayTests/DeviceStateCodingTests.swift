import TestMaterial
import Testing

@testable import Upgrades

struct DeviceStateCodingTests {
    @Test(arguments: 0..<200 as Range<UInt64>) func `decoding gives the encoded state back`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let state = DeviceState(using: &generator)
        #expect(try DeviceState(encoded: state.encoded()) == state)
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `decoding gives an encoded event back`(seed: UInt64) throws {
        var members = RandomMembers(generator: SeededGenerator(seed: seed))
        let labels = members.list { $0.text() }
        let event = members.event()
        let bytes = event.encoded(with: labels.map(\.string))
        let decoded = try ProgressEvent.decode(bytes)
        #expect(decoded.event == event)
        #expect(decoded.labels.map { Text($0) } == labels)
        let cut = Array(bytes[..<Int.random(in: 0..<bytes.count, using: &members.generator)])
        #expect(throws: DeviceStateError.damaged) { _ = try ProgressEvent.decode(cut) }
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `damaged bytes are an error and no crash`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var bytes = DeviceState(using: &generator).encoded()
        let place = Int.random(in: 1..<bytes.count, using: &generator)
        #expect(throws: DeviceStateError.damaged) { _ = try DeviceState(encoded: Array(bytes[..<place])) }
        bytes[place] = UInt8.random(in: 0...255, using: &generator)
        // Some other state is as good an outcome as an error.
        _ = try? DeviceState(encoded: bytes)
        #expect(throws: DeviceStateError.damaged) {
            _ = try DeviceState(encoded: DeviceState(order: 1).encoded() + [0])
        }
    }

    /// Counting on or adding a time would overflow, and the gateway end at each message of this device.
    @Test(arguments: [Int64.max, .min, 1 << 62]) func `numbers that nobody counted to are damage`(number: Int64) throws
    {
        func expectDamage(_ change: (inout DeviceState) -> Void) {
            var state = DeviceState(order: 7)
            state.records = [UpgradeRecord(module: "default")]
            state.records[0].upgrade = Upgrade(target: "2.0", from: nil, phase: .offered)
            change(&state)
            #expect(throws: DeviceStateError.damaged) { _ = try DeviceState(encoded: state.encoded()) }
        }
        expectDamage { $0.order = number }
        expectDamage { $0.serial = number }
        expectDamage { $0.ownQueries = number }
        expectDamage { $0.progressSent = number }
        expectDamage { $0.records[0].sequence = number }
        expectDamage { $0.records[0].reportedAt = number }
        expectDamage { $0.records[0].offeredAt = number }
        expectDamage {
            $0.records[0].settling = UpgradeRecord.Settling(report: CanonicalMessage(.versionReport), due: number)
        }
        expectDamage { $0.records[0].upgrade?.attempt = Int(number) }
        expectDamage { $0.records[0].upgrade?.heard = number }
        expectDamage { $0.records[0].upgrade?.passedOn = number }
    }

    @Test func `a newer version says so`() {
        #expect(throws: DeviceStateError.unknownVersion(99)) { _ = try DeviceState(encoded: [99, 0]) }
        #expect("\(DeviceStateError.unknownVersion(99))".contains("version 99"))
        #expect(throws: DeviceStateError.damaged) { _ = try DeviceState(encoded: []) }
    }

    /// Version 1 had the same form without the times of the last report and offer.
    @Test func `an older version is read`() throws {
        var state = DeviceState(order: 7)
        state.records.append(UpgradeRecord(module: "default"))
        state.records[0].current = "1.0"
        var bytes = state.encoded()
        bytes[0] = 1
        #expect(try DeviceState(encoded: bytes) == state)
    }

    @Test func `every word has a place`() {
        #expect(Set(StoredWords.phases) == Set(Phase.allCases))
        #expect(Set(StoredWords.failures) == Set(FailureClass.allCases))
        #expect(Set(StoredWords.kinds) == Set(MessageKind.allCases))
        #expect(Set(StoredWords.transports) == Set(UpgradePackage.Transport.allCases))
    }
}

extension DeviceState {
    fileprivate init(using generator: inout SeededGenerator) {
        var source = RandomMembers(generator: generator)
        self.init(order: source.ordinal())
        serial = source.ordinal()
        ownQueries = source.ordinal()
        questions = source.list { source in
            Question(
                id: source.text(), module: source.maybe { $0.text() }, asking: source.maybe { $0.text().string },
                isOwn: source.flag())
        }
        progressSent = source.maybe { $0.ordinal() }
        pending = source.list { Pending(module: $0.text(), attempt: Int($0.ordinal()), report: $0.message()) }
        records = source.list { $0.record() }
        generator = source.generator
    }
}

/// Members of states, in all lengths, absent every other time.
private struct RandomMembers {
    var generator: SeededGenerator

    mutating func flag() -> Bool { Bool.random(using: &generator) }
    mutating func number() -> Int64 {
        let bits = Int64.random(in: 0...63, using: &generator)
        let number = Int64.random(in: .min ... .max, using: &generator) >> bits
        return number
    }
    /// A count or a time of ours.
    mutating func ordinal() -> Int64 { number() >> 2 }
    mutating func text() -> Text {
        let letters: [Character] = ["a", "é", "e\u{301}", "\u{0}", "\"", "漢", "\r\n", "👩‍👩‍👧"]
        return Text(
            String(
                (0..<Int.random(in: 0...200, using: &generator)).map { _ in
                    letters.randomElement(using: &generator) ?? "x"
                }))
    }
    mutating func json() -> RawJSON {
        RawJSON(
            (0..<Int.random(in: 0...9, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
    mutating func maybe<Value>(_ make: (inout RandomMembers) -> Value) -> Value? { flag() ? make(&self) : nil }
    mutating func list<Value>(_ make: (inout RandomMembers) -> Value) -> [Value] {
        (0..<Int.random(in: 0...3, using: &generator)).map { _ in make(&self) }
    }
    mutating func word<Word>(_ words: [Word]) -> Word { words[Int.random(in: 0..<words.count, using: &generator)] }

    mutating func event() -> ProgressEvent {
        ProgressEvent(
            module: text(), from: maybe { $0.text() }, target: maybe { $0.text() }, attempt: Int(number()),
            phase: word(Phase.allCases), percent: maybe { Int($0.number()) },
            failure: maybe { ProgressEvent.Failure($0.word(FailureClass.allCases), note: $0.text()) },
            native: maybe { $0.json() }, dropped: list { $0.text() }, isSynthetic: flag(), sequence: number())
    }

    mutating func record() -> UpgradeRecord {
        var record = UpgradeRecord(module: text())
        record.current = maybe { $0.text() }
        record.upgrade = maybe { $0.upgrade() }
        record.sequence = ordinal()
        record.settling = maybe { UpgradeRecord.Settling(report: $0.message(), due: $0.ordinal()) }
        return record
    }

    mutating func upgrade() -> Upgrade {
        var upgrade = Upgrade(target: maybe { $0.text() }, from: maybe { $0.text() }, phase: word(Phase.allCases))
        upgrade.offer = maybe { $0.message() }
        upgrade.held = maybe { $0.message() }
        upgrade.percent = maybe { Int($0.ordinal()) }
        upgrade.failure = maybe { ProgressEvent.Failure($0.word(FailureClass.allCases), note: $0.text()) }
        upgrade.attempt = Int(ordinal())
        upgrade.heard = maybe { $0.ordinal() }
        upgrade.passedOn = maybe { $0.ordinal() }
        return upgrade
    }

    mutating func message() -> CanonicalMessage {
        var message = CanonicalMessage(word(MessageKind.allCases))
        message.version = maybe { $0.text() }
        message.receiptCode = maybe { $0.number() }
        message.note = maybe { $0.text() }
        message.id = maybe { $0.json() }
        message.module = maybe { $0.text() }
        message.target = maybe { $0.text() }
        message.package = maybe { $0.package() }
        message.phase = maybe { $0.word(Phase.allCases) }
        message.percent = maybe { Int($0.ordinal()) }
        message.failure = maybe { source in
            Failure(
                source.word(FailureClass.allCases),
                code: source.maybe {
                    NativeCode(key: $0.text(), value: $0.text(), token: $0.json(), isListed: $0.flag())
                })
        }
        message.extras = list { Extra(object: $0.text().string, name: $0.text(), value: $0.json()) }
        message.literals = list { $0.text().string }
        message.asking = maybe { $0.text().string }
        message.native = maybe { $0.json() }
        message.kept = list { KeptMember(pointer: $0.text().string, value: $0.json()) }
        return message
    }

    mutating func package() -> UpgradePackage {
        var package = UpgradePackage()
        package.size = maybe { $0.number() }
        package.url = maybe { $0.text() }
        package.md5 = maybe { $0.text() }
        package.sha256 = maybe { $0.text() }
        package.isDiff = maybe { $0.flag() }
        package.signature = maybe { $0.text() }
        package.files = maybe { $0.json() }
        package.stream = maybe { $0.number() }
        package.streamFile = maybe { $0.number() }
        package.transport = maybe { $0.word(UpgradePackage.Transport.allCases) }
        package.method = maybe { $0.text() }
        package.extraData = maybe { $0.json() }
        package.token = maybe { $0.text() }
        return package
    }
}
