import MosquittoClient
import Synchronization

/// What downloads hand to the thread of the loop.
///
/// Bounded by itself: a download reads on only after its last news was taken.
final class Mailbox: Sendable {
    /// News of one download.
    struct Letter: Sendable {
        enum News: Sendable {
            /// Status 200 or 206.
            case answered(status: Int)
            case bytes([UInt8])
            case ended
            case failed(DownloadFailure)
        }

        /// The number of the download.
        var download: Int
        var news: [News]
    }

    private let letters = Mutex<[Letter]>([])
    private let waker: Waker

    init(waker: Waker) { self.waker = waker }

    func post(_ letter: Letter) {
        letters.withLock { $0.append(letter) }
        waker.wake()
    }

    /// Takes all letters.
    func empty() -> [Letter] {
        letters.withLock { letters in
            defer { letters.removeAll() }
            return letters
        }
    }
}
