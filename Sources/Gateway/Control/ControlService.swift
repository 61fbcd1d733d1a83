import Foundation
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Listens on the control socket and hands commands to the reactor.
package struct ControlService: Service {
    private let socket: ControlSocket
    private let control: ReactorControl
    private let logger: Logger

    package init(socket: ControlSocket, control: ReactorControl, logger: Logger) {
        self.socket = socket
        self.control = control
        self.logger = logger
    }

    package func run() async throws {
        guard socket.path.utf8.count <= ControlSocket.longestPath else {
            logger.warning("no control socket: '\(socket.path)' is longer than \(ControlSocket.longestPath) bytes")
            return try await gracefulShutdown()
        }
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(unixDomainSocketPath: socket.path, cleanupExistingSocketFile: true) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: socket.path)
        try await server.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections.cancelOnGracefulShutdown() {
                    group.addTask { await serve(connection) }
                }
            }
        }
        if FileManager.default.fileExists(atPath: socket.path) {
            try FileManager.default.removeItem(atPath: socket.path)
        }
    }

    /// One command; a client that misbehaves loses its connection and nothing else.
    private func serve(_ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async {
        do {
            try await connection.executeThenClose { inbound, outbound in
                guard let line = try await ControlSocket.line(from: inbound) else { return }
                let reply: ControlReply
                if let command = try? JSONDecoder().decode(ControlCommand.self, from: Data(line)) {
                    reply = await control.ask(command)
                } else {
                    reply = ControlReply(error: "this gateway does not know the command; is it of another version?")
                }
                try await outbound.write(ControlSocket.line(reply))
            }
        } catch {
            logger.debug("a client of the control socket went away: \(error)")
        }
    }
}
