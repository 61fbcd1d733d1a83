import Hummingbird
import Logging
import NIOCore

/// An HTTP server on loopback that hands out packages as the vendors' object stores do.
///
/// It answers ranges with 206 and `Content-Length`, never compresses, wants a signed URL whose time has not run out (403),
/// and knows its packages only (404).
package struct PackageServer: Sendable {
    private let packages: [String: SimulatedPackage]
    private let port: Int
    private let pace: Int?
    /// Seconds since 1970, for the expiry of URLs.
    private let now: @Sendable () -> Int
    /// Readable at any time, also while serving.
    package let log = ServedLog()

    /// The bytes written at once.
    private static let pieceSize = 8192

    /// Prepares a server.
    ///
    /// - Parameters:
    ///   - port: 0 picks a free one.
    ///   - pace: bytes a second on each connection, so that progress can be watched; nil is as fast as it goes.
    ///   - now: seconds since 1970.
    package init(_ packages: [SimulatedPackage], port: Int = 0, pace: Int? = nil, now: @escaping @Sendable () -> Int) {
        self.packages = Dictionary(packages.map { ($0.name, $0) }) { _, last in last }
        self.port = port
        self.pace = pace
        self.now = now
    }

    /// Serves while `body` runs.
    ///
    /// - Parameter body: is given the server's address, `http://127.0.0.1:{port}`.
    /// - Throws: what `body` throws, or why the port could not be had.
    package func serving<Result: Sendable>(
        _ body: @escaping @Sendable (_ address: String) async throws -> Result
    ) async throws -> Result {
        let (ports, port) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
        var logger = Logger(label: "simulation.packages")
        // A device that hangs up in the middle is this server's everyday life.
        logger.logLevel = .critical
        let application = Application(
            router: router(),
            configuration: .init(address: .hostname("127.0.0.1", port: self.port), serverName: nil),
            onServerRunning: { channel in
                if let number = channel.localAddress?.port { port.yield(number) }
            }, logger: logger)
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                defer { port.finish() }
                try await application.run()
                return nil
            }
            group.addTask {
                for await number in ports { return try await body("http://127.0.0.1:\(number)") }
                return nil
            }
            defer { group.cancelAll() }
            for try await result in group {
                if let result { return result }
            }
            throw CancellationError()
        }
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("packages/:name") { request, context in
            try answer(request, name: context.parameters.require("name"))
        }
        return router
    }

    private func answer(_ request: Request, name: String) -> Response {
        let range = request.headers[.range]
        func refuse(_ status: HTTPResponse.Status) -> Response {
            _ = log.begin(ServedRequest(target: request.uri.string, range: range, status: status.code))
            return Response(status: status)
        }
        guard let package = packages[name] else { return refuse(.notFound) }
        guard let expiry = URLSignature.expiry(ofQuery: request.uri.query ?? ""), now() < expiry else {
            return refuse(.forbidden)
        }
        let size = package.bytes.count
        var headers: HTTPFields = [.contentType: "application/octet-stream", .acceptRanges: "bytes"]
        let asked = range.flatMap { ByteRange.read($0, size: size) }
        if let asked, asked.isEmpty { return refuse(.rangeNotSatisfiable) }
        let span = asked ?? 0..<size
        if asked != nil { headers[.contentRange] = "bytes \(span.lowerBound)-\(span.upperBound - 1)/\(size)" }
        let status = asked == nil ? HTTPResponse.Status.ok : .partialContent
        let number = log.begin(
            ServedRequest(target: request.uri.string, range: range, status: status.code, span: span))
        return Response(status: status, headers: headers, body: body(package, span, number))
    }

    private func body(_ package: SimulatedPackage, _ span: Range<Int>, _ number: Int) -> ResponseBody {
        ResponseBody(contentLength: span.count) { [log, pace] writer in
            var offset = span.lowerBound
            // Paced, ten pieces a second are smooth enough.
            let piece = pace.map { min(max($0 / 10, 1), Self.pieceSize) } ?? Self.pieceSize
            while offset < span.upperBound {
                let end = min(offset + piece, span.upperBound)
                try await writer.write(ByteBuffer(bytes: package.bytes[offset..<end]))
                log.sent(end - offset, of: number)
                if let pace { try await Task.sleep(for: .seconds(1) * (end - offset) / pace) }
                offset = end
            }
            try await writer.finish(nil)
        }
    }
}
