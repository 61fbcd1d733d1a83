import Foundation
import NIOCore
import NIOPosix

/// The socket beside the journal through which a running gateway is asked to do something; its owner's only.
///
/// Each connection carries one command and its reply, a line of JSON each.
package struct ControlSocket: Sendable {
    package let path: String

    /// - Parameter journal: the journal's path.
    package init(journal: String) { path = journal + ".control" }

    /// What `sun_path` of unix(7) holds, with its end.
    static let longestPath = 107
    /// Bytes of a command or a reply.
    static let longestLine = 1 << 20

    /// Asks the gateway; nil when none listens.
    package func ask(_ command: ControlCommand) async throws -> ControlReply? {
        let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
        do {
            channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connect(unixDomainSocketPath: path) { channel in
                    channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel(wrappingChannelSynchronously: channel) }
                }
        } catch let error as IOError where error.errnoCode == ENOENT || error.errnoCode == ECONNREFUSED {
            return nil
        }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(Self.line(command))
            guard let line = try await Self.line(from: inbound) else { return nil }
            return try JSONDecoder().decode(ControlReply.self, from: Data(line))
        }
    }

    /// What keeps the gateway from its work, or from answering; nil where none listens, and where all is well.
    package func trouble(within time: Duration = .seconds(5)) async throws -> String? {
        try await withThrowingTaskGroup(of: String?.self) { group in
            group.addTask { try await ask(.trouble)?.error }
            group.addTask {
                try await Task.sleep(for: time)
                return "the gateway does not answer"
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    static func line(_ value: some Encodable) throws -> ByteBuffer {
        ByteBuffer(bytes: try JSONEncoder().encode(value) + Data([UInt8(ascii: "\n")]))
    }

    /// The first line that comes; nil when the other side ends before, or goes on and on.
    static func line(from inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async throws -> [UInt8]? {
        var bytes: [UInt8] = []
        for try await buffer in inbound {
            bytes += buffer.readableBytesView
            if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) { return Array(bytes[..<end]) }
            if bytes.count > longestLine { return nil }
        }
        return nil
    }
}
