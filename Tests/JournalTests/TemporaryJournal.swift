import Foundation
import Journal

/// A folder of its own for one test, removed with it.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("journal-tests-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            print("left behind: \(path)")
        }
    }

    func file(_ name: String) -> String { path + "/" + name }
    var journal: String { file("state/gateway.sqlite") }

    /// Where a copy of a journal stands as a crash would leave it: the file, and its log or the beginning of that.
    func crash(_ path: String, to name: String, logBytes: Int? = nil) throws -> String {
        let files = FileManager.default
        try files.copyItem(atPath: path, toPath: file(name))
        guard let log = files.contents(atPath: path + "-wal") else { return file(name) }
        try log.prefix(logBytes ?? log.count).write(to: URL(fileURLWithPath: file(name) + "-wal"))
        return file(name)
    }
}

extension OutboxMessage {
    /// A message of which only what a test is about needs saying.
    static func sample(
        _ text: String, link: String = "cloud", kind: OutboxKind = .progress, key: String? = nil, size: Int = 0
    ) -> OutboxMessage {
        OutboxMessage(
            link: link, topic: "t/\(text)", payload: Array(text.utf8) + [UInt8](repeating: 0, count: size), qos: 1,
            kind: kind,
            supersedeKey: key, expiry: kind == .offer ? 1_700_000_000 : nil, device: DeviceKey("tencent/P/\(text)"),
            created: 5)
    }
}

extension SetAsideMessage {
    static func sample(_ text: String, size: Int = 0) -> SetAsideMessage {
        SetAsideMessage(
            link: "site", topic: "t/\(text)", payload: [0xFF, 0] + [UInt8](repeating: 1, count: size), qos: 1,
            code: "not-json",
            reason: "expected '{'", time: 7)
    }
}

extension EventRecord {
    static func sample(_ number: Int, time: Int64) -> EventRecord {
        EventRecord(device: DeviceKey("tencent/P/d"), time: time, content: Array("{\"seq\":\(number)}".utf8))
    }
}

extension JournalBatch {
    init(_ fill: (inout JournalBatch) -> Void) {
        self.init()
        fill(&self)
    }

    /// One change of every sort.
    static func everything(_ round: Int, removing sequences: [Int64] = []) -> JournalBatch {
        JournalBatch { batch in
            for device in 0..<3 {
                batch.setState(
                    [UInt8(round), UInt8(device)], of: DeviceKey("d\(device)"), link: "site",
                    due: Int64(round * 10 + device))
            }
            for sequence in sequences { batch.remove(sequence: sequence) }
            batch.append(.sample("first-\(round)", kind: .offer))
            batch.append(.sample("second-\(round)", key: "d1/default/progress/1"))
            batch.append(.sample("third-\(round)", link: "site", kind: .event))
            batch.append(EventRecord.sample(round, time: Int64(round)))
            batch.pruneEvents(olderThan: Int64(round - 1))
            batch.setAside(.sample("bad-\(round)"))
            batch.removeQuarantined(id: Int64(round - 1))
            batch.remember(
                InboundPair(packetIdentifier: UInt16(round), hash: UInt64(round) << 40), at: Int64(round), link: "site")
            batch.forget(receivedBefore: Int64(round - 1), link: "site")
            batch.increment("set-aside.not-json")
            batch.set("clock.site", to: Int64(round))
            batch.set("blob", to: [UInt8(round)])
        }
    }
}

extension Journal {
    /// All that can be read, as text to compare.
    func contents() throws -> String {
        var lines: [String] = []
        for device in 0..<4 { lines.append("\(try deviceState(DeviceKey("d\(device)")) ?? [])") }
        for link in ["site", "cloud"] {
            lines.append("\(try dueDevices(link: link, through: .max, limit: 100)) \(try nextDue(link: link) ?? -1)")
            lines.append("\(outboxTotals(link: link)) \(try received(link: link))")
            lines += try outboxBatch(link: link, after: 0, limit: 1_000).map { "\($0)" }
        }
        lines.append("\(outboxBytes) \(isOutboxFull) \(quarantineTotals) \(counters.sorted { $0.key < $1.key })")
        lines += try events(after: 0, limit: 100).map { "\($0)" } + quarantined(after: 0, limit: 100).map { "\($0)" }
        lines.append("\(number("clock.site") ?? -1) \(try bytes("blob") ?? [])")
        return lines.joined(separator: "\n")
    }
}
