import Foundation
import MosquittoClient
import TestSupport
import Testing

@Suite struct PollerTests {
    @Test func `a wake ends the wait, once`() throws {
        var poller = try Poller()
        poller.waker.wake()
        poller.waker.wake()
        #expect(poller.wait(for: [], timeout: -1).isWoken)
        #expect(poller.wait(for: [], timeout: 0).isEmpty)
    }

    @Test func `another thread may wake`() throws {
        var poller = try Poller()
        let waker = poller.waker
        Thread.detachNewThread { waker.wake() }
        #expect(poller.wait(for: [], timeout: 10_000).isWoken)
    }

    @Test func `an idle link neither wakes nor blocks`() throws {
        var poller = try Poller()
        let link = try MosquittoLink(LinkSettings(host: "127.0.0.1", port: 1, clientIdentifier: "a"))
        #expect(poller.wait(for: [link], timeout: 0).isEmpty)
    }

    @Test func `events that are already there do not wait for the socket`() throws {
        var poller = try Poller()
        let link = try MosquittoLink(
            LinkSettings(host: "127.0.0.1", port: try Loopback.freePort(), clientIdentifier: "a"))
        link.connect()
        #expect(link.hasPendingInput)
        #expect(poller.wait(for: [link], timeout: -1).readable == [0])
        var events: [LinkEvent] = []
        link.read(into: &events)
        #expect(events.unreachableCode == .connectionRefused)
        #expect(poller.wait(for: [link], timeout: 0).isEmpty)
    }
}
