import CMosquitto
import Glibc

/// Ends a poll from another thread or from a signal handler.
///
/// Sendable because an eventfd may be written from anywhere; the descriptor is closed with the last reference.
package final class Waker: Sendable {
    /// For a signal handler, which may only `write` eight bytes of a non-zero native integer to it.
    package let fileDescriptor: Int32

    init() throws(BrokerError) {
        let descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard descriptor >= 0 else {
            throw BrokerError(.system, "no file descriptor left, raise the limit of open files", systemCode: errno)
        }
        fileDescriptor = descriptor
    }

    deinit { close(fileDescriptor) }

    /// Makes the poll that is under way, or else the next one, return.
    ///
    /// Many calls before it count as one.
    package func wake() {
        var one: UInt64 = 1
        // A full counter means that the poll will wake anyway.
        _ = unsafe write(fileDescriptor, &one, MemoryLayout<UInt64>.size)
    }

    /// Takes back all wakes so far.
    func rest() {
        var count: UInt64 = 0
        _ = unsafe read(fileDescriptor, &count, MemoryLayout<UInt64>.size)
    }
}
