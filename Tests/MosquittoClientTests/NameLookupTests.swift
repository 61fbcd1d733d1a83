import TestSupport
import Testing

@testable import MosquittoClient

struct NameLookupTests {
    private func outcome(of host: String) throws -> NameLookup.Outcome? {
        let lookup = try NameLookup(host: host)
        _ = Deadline(seconds: 60).wait { lookup.outcome != nil }
        return lookup.outcome
    }

    @Test func `a name gives an address in digits`() throws {
        guard case .address(let address) = try outcome(of: "localhost") else {
            Issue.record("localhost has no address")
            return
        }
        #expect(NameLookup.isAddress(address))
    }

    @Test func `a name that nobody has gives a failure`() throws {
        guard case .failure = try outcome(of: "no such name") else {
            Issue.record("found")
            return
        }
    }

    @Test(arguments: [("127.0.0.1", true), ("::1", true), ("localhost", false), ("1.2.3", false), ("", false)])
    func `addresses need no lookup`(host: String, isAddress: Bool) {
        #expect(NameLookup.isAddress(host) == isAddress)
    }

    @Test func `a link gives a lookup up when it is told to stop`() throws {
        let link = try MosquittoLink(LinkSettings(host: "localhost", port: 1, clientIdentifier: "x"))
        link.connect()
        link.disconnect()
        var events: [LinkEvent] = []
        link.read(into: &events)
        #expect(events == [.disconnected(nil)])
        #expect(link.isIdle)
    }
}
