import MosquittoClient

/// One simulated device or backend on the loop's thread: a state machine, its MQTT connection, and nothing else.
protocol Participant: AnyObject {
    var name: String { get }
    var station: Station { get }
    /// When `woken` is due.
    var nextDue: Duration? { get }
    /// Whether what it was there for has ended, well or not.
    var hasEnded: Bool { get }

    func start()
    func heard(_ news: Station.News, at now: Duration)
    func woken(at now: Duration)
    /// What has changed since the last call.
    func changes() -> [SimulationChange]
}
