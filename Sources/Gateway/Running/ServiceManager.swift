import Glibc

/// Tells the service manager that started the gateway how it is: the datagrams of sd_notify(3), without its library.
///
/// Without a service manager, that is without `NOTIFY_SOCKET`, there is none.
@safe package struct ServiceManager: ~Copyable {
    private let descriptor: Int32

    /// - Parameter path: what the environment's `NOTIFY_SOCKET` says; `@` stands for the nul of an abstract address.
    /// - Returns: nil without a path, and where nothing listens.
    package init?(socket path: String?) {
        guard let path, !path.isEmpty else { return nil }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard name.count < room else { return nil }
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
        let file = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard file >= 0 else { return nil }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe connect(file, $0, length) == 0 }
        }
        guard isConnected else {
            close(file)
            return nil
        }
        descriptor = file
    }

    deinit { close(descriptor) }

    /// The gateway does its work: `READY=1`.
    package func ready(_ status: String) { send("READY=1\nSTATUS=\(status)") }
    /// It still does: `WATCHDOG=1`, due more often than every half of `WatchdogSec`.
    package func alive(_ status: String) { send("WATCHDOG=1\nSTATUS=\(status)") }
    package func stopping() { send("STOPPING=1") }

    /// Whoever does not listen hears nothing; the gateway goes on.
    private func send(_ message: String) {
        let bytes = Array(message.utf8)
        _ = unsafe bytes.withUnsafeBytes {
            unsafe Glibc.send(
                descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        }
    }
}
