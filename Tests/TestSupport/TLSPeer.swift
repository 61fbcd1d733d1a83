import Foundation
import Glibc

/// A TLS server whose test plays the broker byte by byte: each `send` up to 16 KiB travels as one record.
package final class TLSPeer {
    package let port: UInt16
    /// What the client has sent so far.
    package private(set) var received: [UInt8] = []
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    package init(_ certificate: TestAuthority.Certificate) throws {
        guard let path = Command.find("openssl") else { throw TestFailure("openssl is not installed") }
        port = try Loopback.freePort()
        process.executableURL = URL(filePath: path)
        process.arguments = [
            "s_server", "-quiet", "-accept", "127.0.0.1:\(port)", "-cert", certificate.path, "-key",
            certificate.keyPath,
        ]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        _ = fcntl(output.fileHandleForReading.fileDescriptor, F_SETFL, O_NONBLOCK)
        // A connection to look whether it serves would be taken for the client; what listens is in a table.
        let entry = String(format: "0100007F:%04X 00000000:0000 0A", Int(port))
        let isServing = Deadline().wait {
            let table = try? String(contentsOfFile: "/proc/net/tcp", encoding: .ascii)
            return table?.contains(entry) == true
        }
        guard isServing else { throw TestFailure("openssl s_server does not start") }
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
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
