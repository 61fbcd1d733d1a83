/// Why stored bytes are no device's state.
package enum DeviceStateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Written by a newer program.
    case unknownVersion(UInt8)
    case damaged

    package var description: String {
        switch self {
        case .unknownVersion(let version):
            "the state has version \(version) and this program knows \(DeviceState.codingVersion); run the newer program"
        case .damaged: "the state's bytes are damaged"
        }
    }
}

/// The stored form: a version, then the members in the order of their declaration.
///
/// Law: `DeviceState(encoded: state.encoded()) == state` for every state whose counts and times are far from the ends of
/// 64 bits. What is optional is announced by a bit before it; words are stored as places in tables that only grow.
extension DeviceState {
    static let codingVersion: UInt8 = 3

    package func encoded() -> [UInt8] {
        var out = StateWriter(capacity: 512)
        out.put(Self.codingVersion)
        out.put(order)
        out.put(serial)
        out.put(ownQueries)
        out.put(count: questions.count)
        for question in questions { out.put(question) }
        out.put(UInt8(progressSent == nil ? 0 : 1))
        if let progressSent { out.put(progressSent) }
        out.put(count: pending.count)
        for pending in pending {
            out.put(pending.module)
            out.put(Int64(pending.attempt))
            out.put(pending.report)
        }
        out.put(count: records.count)
        for record in records { out.put(record) }
        return out.bytes
    }

    package init(encoded bytes: [UInt8]) throws(DeviceStateError) {
        var source = StateReader(bytes)
        let version = try source.byte()
        // version 1 had no times in records, version 2 no withheld offers, which the flags of a record tell as well
        guard (1...Self.codingVersion).contains(version) else { throw .unknownVersion(version) }
        self.init(order: try source.ordinal())
        serial = try source.ordinal()
        ownQueries = try source.ordinal()
        for _ in 0..<(try source.count()) { questions.append(try source.question()) }
        if try source.byte() & 1 != 0 { progressSent = try source.ordinal() }
        for _ in 0..<(try source.count()) {
            pending.append(
                Pending(module: try source.text(), attempt: try source.int(), report: try source.message()))
        }
        for _ in 0..<(try source.count()) { records.append(try source.record()) }
        guard source.isAtEnd else { throw .damaged }
    }
}

extension StateWriter {
    fileprivate mutating func put(_ question: DeviceState.Question) {
        put(
            (question.module == nil ? 0 : 1) | (question.asking == nil ? 0 : 2) | (question.isOwn ? 4 : 0) as UInt8)
        put(question.id)
        if let module = question.module { put(module) }
        if let asking = question.asking { put(asking) }
    }

    fileprivate mutating func put(_ record: UpgradeRecord) {
        put(
            (record.current == nil ? 0 : 1) | (record.upgrade == nil ? 0 : 2) | (record.settling == nil ? 0 : 4)
                | (record.reportedAt == nil ? 0 : 8) | (record.offeredAt == nil ? 0 : 16)
                | (record.withheld == nil ? 0 : 32) as UInt8)
        put(record.module)
        if let current = record.current { put(current) }
        if let upgrade = record.upgrade { put(upgrade) }
        put(record.sequence)
        if let settling = record.settling {
            put(settling.report)
            put(settling.due)
        }
        if let reportedAt = record.reportedAt { put(reportedAt) }
        if let offeredAt = record.offeredAt { put(offeredAt) }
        if let withheld = record.withheld { put(withheld) }
    }

    private mutating func put(_ upgrade: Upgrade) {
        var flags: UInt64 = 0
        if upgrade.target != nil { flags |= 1 }
        if upgrade.from != nil { flags |= 2 }
        if upgrade.offer != nil { flags |= 4 }
        if upgrade.held != nil { flags |= 8 }
        if upgrade.percent != nil { flags |= 16 }
        if upgrade.failure != nil { flags |= 32 }
        if upgrade.heard != nil { flags |= 64 }
        if upgrade.passedOn != nil { flags |= 128 }
        put(unsigned: flags)
        if let target = upgrade.target { put(target) }
        if let from = upgrade.from { put(from) }
        if let offer = upgrade.offer { put(offer) }
        if let held = upgrade.held { put(held) }
        put(StoredWords.phases, upgrade.phase)
        if let percent = upgrade.percent { put(Int64(percent)) }
        if let failure = upgrade.failure {
            put(StoredWords.failures, failure.kind)
            put(failure.note)
        }
        put(Int64(upgrade.attempt))
        if let heard = upgrade.heard { put(heard) }
        if let passedOn = upgrade.passedOn { put(passedOn) }
    }
}

extension StateReader {
    fileprivate mutating func question() throws(DeviceStateError) -> DeviceState.Question {
        let flags = try byte()
        return DeviceState.Question(
            id: try text(), module: flags & 1 == 0 ? nil : try text(), asking: flags & 2 == 0 ? nil : try string(),
            isOwn: flags & 4 != 0)
    }

    fileprivate mutating func record() throws(DeviceStateError) -> UpgradeRecord {
        let flags = try byte()
        var record = UpgradeRecord(module: try text())
        if flags & 1 != 0 { record.current = try text() }
        if flags & 2 != 0 { record.upgrade = try upgrade() }
        record.sequence = try ordinal()
        if flags & 4 != 0 { record.settling = UpgradeRecord.Settling(report: try message(), due: try ordinal()) }
        if flags & 8 != 0 { record.reportedAt = try ordinal() }
        if flags & 16 != 0 { record.offeredAt = try ordinal() }
        if flags & 32 != 0 { record.withheld = try message() }
        return record
    }

    private mutating func upgrade() throws(DeviceStateError) -> Upgrade {
        let flags = try unsigned()
        var upgrade = Upgrade(
            target: flags & 1 == 0 ? nil : try text(), from: flags & 2 == 0 ? nil : try text(), phase: .offered)
        if flags & 4 != 0 { upgrade.offer = try message() }
        if flags & 8 != 0 { upgrade.held = try message() }
        upgrade.phase = try word(StoredWords.phases)
        if flags & 16 != 0 { upgrade.percent = try int() }
        if flags & 32 != 0 {
            upgrade.failure = ProgressEvent.Failure(try word(StoredWords.failures), note: try text())
        }
        upgrade.attempt = try int()
        if flags & 64 != 0 { upgrade.heard = try ordinal() }
        if flags & 128 != 0 { upgrade.passedOn = try ordinal() }
        return upgrade
    }
}
