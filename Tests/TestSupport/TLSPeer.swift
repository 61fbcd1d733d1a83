import Foundation
import Glibc

/// A TLS server whose test plays the broker byte by byte: each `send` up to 16 KiB travels as one record.
package final class TLSPeer {
    package let port: UInt16
    /// What the client has sent so far.
    package private(set) var received: [UInt8] = []
    private let process: ChildProcess
    private let input = Pipe()
    private let output = Pipe()

    package init(_ certificate: TestAuthority.Certificate) throws {
        _ = fcntl(output.fileHandleForReading.fileDescriptor, F_SETFL, O_NONBLOCK)
        // Another test may take the port between our look and the server's start.
        for _ in 0..<3 {
            let port = try Loopback.freePort()
            let arguments = ["s_server", "-quiet", "-accept", "127.0.0.1:\(port)", "-cert", certificate.path]
            let process = try ChildProcess(
                "openssl", arguments + ["-key", certificate.keyPath], input: input, output: output)
            // The look itself is a client without a handshake; the server goes on to the next one.
            let isDecided = Deadline().wait { !process.isRunning || Loopback.accepts(port: port) }
            guard isDecided, process.isRunning else { continue }
            (self.port, self.process) = (port, process)
            return
        }
        throw TestFailure("openssl s_server does not start")
    }

    /// Takes in what has come.
    package func look() {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe read(output.fileHandleForReading.fileDescriptor, &chunk, chunk.count)
            guard count > 0 else { return }
            received += chunk[..<count]
        }
    }

    package func send(_ bytes: [UInt8]) throws { try input.fileHandleForWriting.write(contentsOf: Data(bytes)) }
}
