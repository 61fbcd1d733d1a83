import Foundation
import Journal
import Testing

@testable import Gateway

/// What an operator reads of a device.
struct StatusTextTests {
    private static func status(
        events: [JSONTree] = [], messages: [DeviceStatus.Message] = [], upgrade: DeviceStatus.Upgrade? = nil
    ) -> DeviceStatus {
        DeviceStatus(
            device: "tencent/P/d", fleet: nil, backend: nil, identity: nil, move: nil,
            modules: [.init(name: "default", current: "1.0", upgrade: upgrade)], waiting: [], messages: messages,
            events: events, setAside: [])
    }

    private static func lines(_ status: DeviceStatus) -> [String] {
        var text = StatusText(now: 0)
        text.add(status)
        return text.text.split(separator: "\n").map(String.init)
    }

    static let events: [(json: String, line: String)] = [
        (
            #"{"time":"T","data":{"module":"default","version":{"from":"1.0","to":"2.0"},"attempt":2,"phase":"downloading","#
                + #""percent":10,"terminal":false,"failure":null,"dropped":[],"synthetic":false}}"#,
            "  T  default  1.0 → 2.0, attempt 2: downloading 10 %"
        ),
        (
            #"{"time":"T","data":{"module":"MCU","version":{"from":null,"to":"2.0"},"attempt":1,"phase":"failed","#
                + #""percent":null,"terminal":true,"failure":{"class":"integrity","note":"see http://h/f?sign=1"},"#
                + #""dropped":["diff"],"synthetic":true}}"#,
            "  T  MCU  ? → 2.0, attempt 1: failed (ended); because of integrity: see http://h/f?…; not carried: diff; "
                + "said by the gateway"
        ),
        (#"{"time":"T","data":{}}"#, "  T  ?  ? → ?: ?"),
    ]
    @Test(arguments: events) func `an event is one line`(json: String, line: String) throws {
        let event = try #require(JSONTree(Array(json.utf8)))
        #expect(Self.lines(Self.status(events: [event])).last == line)
    }

    @Test func `what a broker made of a message is said in words`() {
        let messages = [("unheard", ""), ("refused", "reason code 135")].map {
            DeviceStatus.Message(time: 0, way: $0, topic: "t", payload: $1)
        }
        let lines = Self.lines(Self.status(messages: messages)).suffix(2)
        #expect(lines.first?.contains("nobody subscribes") == true)
        #expect(lines.last?.contains("the broker refused it (reason code 135)") == true)
    }

    @Test func `an offer without progress is told`() {
        let upgrade = DeviceStatus.Upgrade(
            from: "1.0", target: "2.0", attempt: 1, phase: "offered", percent: nil, failure: nil, note: nil, held: nil,
            heardAgo: nil, timesOutIn: nil)
        #expect(Self.lines(Self.status(upgrade: upgrade)).last == "  no progress heard of it so far")
    }

    static let standings: [(standing: LinkStanding, row: String)] = [
        (LinkStanding(isUp: true, since: 0, text: "mqtt 5"), "site  up for 7 s: mqtt 5"),
        (LinkStanding(isUp: false, since: 0, text: "refused"), "site  DOWN for 7 s: refused"),
        (
            LinkStanding(isUp: true, isResting: true, since: 0, text: "mqtt 5"),
            "site  RESTS for 7 s: the outbox is full; mqtt 5"
        ),
        (
            LinkStanding(isUp: false, isResting: true, since: 0, text: "lost"),
            "site  RESTS for 7 s: the outbox is full; connects again when it has room; lost"
        ),
    ]
    @Test(arguments: standings) func `a link that rests is told from one that is lost`(
        standing: LinkStanding, row: String
    ) throws {
        let journal = try TemporaryJournal()
        var batch = JournalBatch()
        batch.set(LinkStanding.key(ofLink: "site"), to: standing.encoded())
        try journal.value.commit(batch)
        let status = try GatewayStatus(try journal.reader())
        #expect(status.links.first?.isResting == standing.isResting)
        var text = StatusText(now: 7_000)
        text.add(status)
        #expect(text.text.contains("  \(row)\n"), "\(text.text)")
    }

    @Test(arguments: ["null", "true", "-7", "0.5", #""é""#, "[1,[]]", #"{"a":{"b":null}}"#])
    func `any JSON is read and written again`(json: String) throws {
        let tree = try #require(JSONTree(Array(json.utf8)))
        #expect(JSONTree([UInt8](try JSONEncoder().encode(tree))) == tree)
    }

    @Test func `what is no JSON is nothing`() { #expect(JSONTree(Array("{".utf8)) == nil) }
}
