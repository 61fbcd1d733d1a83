/// Decides when a link connects again; knows no socket, no clock and no chance.
///
/// Each event returns what to do. Times are durations since any fixed moment, the same for all calls; `jitter` is a random
/// number from 0 to 1 and spreads the pause over a quarter to either side, so that gateways do not return in step.
package struct LinkStateMachine: ~Copyable {
    package enum Action: Sendable, Equatable {
        case connect
        /// Call `timePassed` at `until` or later.
        case wait(until: Duration)
        case disconnect
        /// Nothing more happens by itself.
        case stop(Reason)
        case nothing
    }

    package enum Reason: Sendable, Equatable {
        case requested
        /// Coming back would only take the session away from the other one again, in turns for ever.
        case takenOver
        /// The settings cannot be used.
        case unusable(BrokerError)
    }

    private enum State {
        case idle
        case connecting(failures: Int)
        case up(since: Duration, failures: Int)
        case waiting(failures: Int, until: Duration)
        case closing
        case stopped(Reason)
    }

    /// The pauses double from one second to this.
    package static let longestPause = Duration.seconds(32)

    private var state: State

    package init() { state = .idle }

    /// When `timePassed` is due, if it is.
    package var wakesAt: Duration? {
        switch state {
        case .waiting(_, let until): until
        default: nil
        }
    }

    /// Attempts in a row that came to nothing, connections that did not last among them.
    ///
    /// Three and more of the latter smell of a second client with our identifier: mosquitto 2.0.11 does not send the
    /// reason code of a takeover (src/handle_connect.c:131).
    package var failures: Int {
        switch state {
        case .connecting(let failures): failures
        case .up(_, let failures): failures
        case .waiting(let failures, _): failures
        default: 0
        }
    }

    /// Whether there is a connection that counts as one that lasts.
    package func hasLasted(at now: Duration) -> Bool {
        switch state {
        case .up(let since, _): now - since >= Self.longestPause
        default: false
        }
    }

    package mutating func start() -> Action {
        switch state {
        case .idle:
            state = .connecting(failures: 0)
            return .connect
        default:
            return .nothing
        }
    }

    /// The broker accepted the connection.
    package mutating func connected(at now: Duration) -> Action {
        switch state {
        case .connecting(let failures):
            state = .up(since: now, failures: failures)
            return .nothing
        default:
            return .nothing
        }
    }

    /// The broker refused.
    ///
    /// What only a person can mend is tried again at the longest pause, as the person may mend it at the broker.
    package mutating func refused(_ refusal: ConnectRefusal, at now: Duration, jitter: Double) -> Action {
        switch state {
        case .connecting(let failures):
            let until = Self.pauseEnd(refusal.isPermanent ? Self.doublings : failures, now, jitter)
            state = .waiting(failures: failures + 1, until: until)
            return .wait(until: until)
        case .closing:
            state = .stopped(.requested)
            return .stop(.requested)
        default:
            return .nothing
        }
    }

    /// No broker answered.
    package mutating func unreachable(_ error: BrokerError, at now: Duration, jitter: Double) -> Action {
        switch state {
        case .connecting(let failures):
            if error.code == .invalidSettings {
                state = .stopped(.unusable(error))
                return .stop(.unusable(error))
            }
            let until = Self.pauseEnd(failures, now, jitter)
            state = .waiting(failures: failures + 1, until: until)
            return .wait(until: until)
        case .closing:
            state = .stopped(.requested)
            return .stop(.requested)
        default:
            return .nothing
        }
    }

    /// The connection ended.
    ///
    /// A short one counts as one more failure, so that two 3.1.1 clients with one identifier, which learn no reason, do
    /// not throw each other out every second; one without answers does however long it was.
    package mutating func disconnected(_ error: BrokerError?, at now: Duration, jitter: Double) -> Action {
        switch state {
        case .up(let since, let failures):
            if error?.code == .takenOver {
                state = .stopped(.takenOver)
                return .stop(.takenOver)
            }
            let hasLasted = now - since >= Self.longestPause && error?.code != .unanswered
            let counted = hasLasted ? 0 : failures
            let until = Self.pauseEnd(counted, now, jitter)
            state = .waiting(failures: counted + 1, until: until)
            return .wait(until: until)
        case .closing:
            state = .stopped(.requested)
            return .stop(.requested)
        default:
            return .nothing
        }
    }

    /// Time went on; connects when a pause is over.
    package mutating func timePassed(to now: Duration) -> Action {
        switch state {
        case .waiting(let failures, let until):
            guard now >= until else { return .nothing }
            state = .connecting(failures: failures)
            return .connect
        default:
            return .nothing
        }
    }

    /// The gateway shuts down.
    ///
    /// `disconnect` is answered by the link with an event; `stop` needs none.
    package mutating func stop() -> Action {
        switch state {
        case .connecting, .up:
            state = .closing
            return .disconnect
        case .closing, .stopped:
            return .nothing
        case .idle, .waiting:
            state = .stopped(.requested)
            return .stop(.requested)
        }
    }

    private static let doublings = 5

    private static func pauseEnd(_ failures: Int, _ now: Duration, _ jitter: Double) -> Duration {
        let seconds = Double(1 << min(failures, doublings))
        return now + .milliseconds(Int64((seconds * (0.75 + jitter / 2) * 1000).rounded()))
    }
}
