import Synchronization

/// What a package server has served so far.
package final class ServedLog: Sendable {
    private let entries = Mutex<[ServedRequest]>([])

    package init() {}

    /// In the order in which the requests came.
    package var requests: [ServedRequest] { entries.withLock(\.self) }

    /// Notes a request and tells under which number.
    func begin(_ request: ServedRequest) -> Int {
        entries.withLock {
            $0.append(request)
            return $0.count - 1
        }
    }

    func sent(_ count: Int, of number: Int) {
        entries.withLock { $0[number].sent += count }
    }
}
