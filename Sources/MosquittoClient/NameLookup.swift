import Glibc
import Synchronization

/// Looks for the address of a host on a thread of its own.
///
/// A name server that is silent holds up whoever asks it for many seconds, and the library asks in the caller's thread
/// (lib/net_mosq.c:372), which is the thread of all links. The thread here lives for one question; nothing waits for it, and
/// a process that ends does not either.
final class NameLookup: Sendable {
    enum Outcome: Sendable, Equatable {
        /// In digits.
        case address(String)
        /// A code of getaddrinfo(3).
        case failure(Int32)
    }

    private let host: String
    private let result = Mutex<Outcome?>(nil)
    private let waker: Waker

    /// Nil while it is under way.
    var outcome: Outcome? { result.withLock { $0 } }
    /// Becomes readable with the outcome.
    var fileDescriptor: Int32 { waker.fileDescriptor }

    init(host: String) throws(BrokerError) {
        self.host = host
        waker = try Waker()
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(self)
        let code = unsafe pthread_create(&thread, nil, lookUp, context.toOpaque())
        guard code == 0 else {
            unsafe context.release()
            throw BrokerError(.system, "no thread left to look up a host name", systemCode: code)
        }
        pthread_detach(thread)
    }

    /// Whether there is nothing to look up.
    static func isAddress(_ host: String) -> Bool {
        var bytes = in6_addr()
        return unsafe inet_pton(AF_INET, host, &bytes) == 1 || inet_pton(AF_INET6, host, &bytes) == 1
    }

    fileprivate func run() {
        let found = Self.resolve(host)
        result.withLock { $0 = found }
        waker.wake()
    }

    private static func resolve(_ host: String) -> Outcome {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, nil, &hints, &list)
        guard code == 0, let first = unsafe list else { return .failure(code) }
        defer { unsafe freeaddrinfo(first) }
        var digits = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let named = unsafe getnameinfo(
            first.pointee.ai_addr, first.pointee.ai_addrlen, &digits, socklen_t(digits.count), nil, 0, NI_NUMERICHOST)
        guard named == 0 else { return .failure(named) }
        return .address(String(decoding: digits.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
}

@c(ota_look_up)
func lookUp(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    unsafe Unmanaged<NameLookup>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
