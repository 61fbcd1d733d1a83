import Glibc

/// A listening socket whose test plays the broker byte by byte; nothing in it blocks.
package final class ScriptedPeer {
    package let port: UInt16
    /// What the present connection has sent so far.
    package private(set) var received: [UInt8] = []
    /// Connections accepted so far.
    package private(set) var connections = 0
    /// Whether the client closed the present connection.
    package private(set) var isClosedByClient = false
    private let listener: Int32
    private var connection: Int32 = -1

    package init() throws {
        (listener, port) = try Loopback.listen()
        _ = fcntl(listener, F_SETFL, O_NONBLOCK)
    }

    deinit {
        hangUp()
        close(listener)
    }

    /// Accepts a connection if one waits, and takes in what has come on it.
    package func look() {
        if connection < 0 {
            connection = accept(listener, nil, nil)
            guard connection >= 0 else { return }
            _ = fcntl(connection, F_SETFL, O_NONBLOCK)
            connections += 1
            received = []
            isClosedByClient = false
        }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe read(connection, &chunk, chunk.count)
            if count == 0 { isClosedByClient = true }
            guard count > 0 else { return }
            received += chunk[..<count]
        }
    }

    /// Sends all bytes at once; they must fit into the socket's buffer.
    package func send(_ bytes: [UInt8]) throws {
        let count = unsafe Glibc.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        guard count == bytes.count else { throw TestFailure("sent \(count) of \(bytes.count) bytes, errno \(errno)") }
    }

    /// Closes the present connection: in order, or with a reset.
    package func hangUp(reset: Bool = false) {
        guard connection >= 0 else { return }
        if reset {
            var now = linger(l_onoff: 1, l_linger: 0)
            unsafe setsockopt(connection, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        }
        close(connection)
        connection = -1
    }
}
