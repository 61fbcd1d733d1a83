import MosquittoClient
import Testing

/// Transcripts: what happened, and what is to be done.
@Suite struct LinkStateMachineTests {
    private let lost = BrokerError(.connectionLost, "")
    private let middle = 0.5

    @Test func `pauses double to half a minute`() {
        var machine = LinkStateMachine()
        #expect(machine.start() == .connect)
        var now = Duration.zero
        var pauses: [Duration] = []
        for _ in 0..<8 {
            guard case .wait(let until) = machine.unreachable(lost, at: now, jitter: middle) else { return }
            #expect(machine.wakesAt == until)
            #expect(machine.timePassed(to: until - .milliseconds(1)) == .nothing)
            #expect(machine.timePassed(to: until) == .connect)
            #expect(machine.wakesAt == nil)
            pauses.append(until - now)
            now = until
        }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 32, 32].map { .seconds($0) })
    }

    @Test(arguments: [(0.0, 750), (0.5, 1000), (1.0, 1250)]) func `jitter spreads a pause`(jitter: Double, wait: Int) {
        var machine = LinkStateMachine()
        _ = machine.start()
        #expect(
            machine.unreachable(lost, at: .seconds(5), jitter: jitter)
                == .wait(until: .seconds(5) + .milliseconds(wait)))
    }

    @Test func `a connection that lasted starts the pauses anew`() {
        var machine = LinkStateMachine()
        _ = machine.start()
        _ = machine.unreachable(lost, at: .zero, jitter: middle)
        _ = machine.timePassed(to: .seconds(1))
        #expect(machine.connected(at: .seconds(1)) == .nothing)
        #expect(machine.disconnected(lost, at: .seconds(40), jitter: middle) == .wait(until: .seconds(41)))
    }

    @Test func `a connection that did not last does not`() {
        var machine = LinkStateMachine()
        _ = machine.start()
        _ = machine.connected(at: .zero)
        #expect(machine.disconnected(lost, at: .seconds(1), jitter: middle) == .wait(until: .seconds(2)))
        _ = machine.timePassed(to: .seconds(2))
        _ = machine.connected(at: .seconds(2))
        #expect(machine.disconnected(lost, at: .seconds(3), jitter: middle) == .wait(until: .seconds(5)))
        #expect(machine.failures == 2)
    }

    @Test func `a takeover stops for good`() {
        var machine = LinkStateMachine()
        _ = machine.start()
        _ = machine.connected(at: .zero)
        let taken = BrokerError(.takenOver, "", reasonCode: 0x8E)
        #expect(machine.disconnected(taken, at: .seconds(1), jitter: middle) == .stop(.takenOver))
        #expect(machine.timePassed(to: .seconds(1000)) == .nothing)
        #expect(machine.start() == .nothing)
        #expect(machine.stop() == .nothing)
    }

    @Test func `a refused login is tried again, rarely`() {
        var machine = LinkStateMachine()
        _ = machine.start()
        let refusal = ConnectRefusal(code: 0x86)
        #expect(machine.refused(refusal, at: .zero, jitter: middle) == .wait(until: .seconds(32)))
        _ = machine.timePassed(to: .seconds(32))
        let busy = ConnectRefusal(code: 0x89)
        #expect(machine.refused(busy, at: .seconds(32), jitter: middle) == .wait(until: .seconds(34)))
    }

    @Test func `settings that cannot work are not tried again`() {
        var machine = LinkStateMachine()
        _ = machine.start()
        let error = BrokerError(.invalidSettings, "")
        #expect(machine.unreachable(error, at: .zero, jitter: middle) == .stop(.unusable(error)))
    }

    @Test func `a shutdown waits for the link`() {
        var machine = LinkStateMachine()
        _ = machine.start()
        _ = machine.connected(at: .zero)
        #expect(machine.stop() == .disconnect)
        #expect(machine.stop() == .nothing)
        #expect(machine.disconnected(nil, at: .seconds(1), jitter: middle) == .stop(.requested))
        #expect(machine.timePassed(to: .seconds(100)) == .nothing)
    }

    @Test func `a shutdown during a pause ends at once`() {
        var machine = LinkStateMachine()
        _ = machine.start()
        _ = machine.unreachable(lost, at: .zero, jitter: middle)
        #expect(machine.stop() == .stop(.requested))
        #expect(machine.wakesAt == nil)
    }

    @Test func `a shutdown overtaken by a failure ends as well`() {
        var machine = LinkStateMachine()
        _ = machine.start()
        #expect(machine.stop() == .disconnect)
        #expect(machine.unreachable(lost, at: .zero, jitter: middle) == .stop(.requested))
    }

    @Test func `a connection without answers is a failure however long it was`() {
        var machine = LinkStateMachine()
        _ = machine.start()
        _ = machine.connected(at: .zero)
        let hasLasted = machine.hasLasted(at: .seconds(60))
        #expect(hasLasted)
        let silent = BrokerError(.unanswered, "silence")
        #expect(machine.disconnected(silent, at: .seconds(60), jitter: 0.5) == .wait(until: .seconds(61)))
        let lastsStill = machine.hasLasted(at: .seconds(60))
        #expect(!lastsStill)
        _ = machine.timePassed(to: .seconds(61))
        _ = machine.connected(at: .seconds(61))
        #expect(machine.disconnected(silent, at: .seconds(121), jitter: 0.5) == .wait(until: .seconds(123)))
    }
}
