import NIOCore
import NIOHTTP1
import NIOPosix

/// One HTTP download under way; what it brings is posted to a mailbox under its number.
struct Download: Sendable {
    let number: Int
    private let channel: EventLoopFuture<any Channel>

    /// A server that says nothing for this long is given up.
    private static let patience = TimeAmount.seconds(30)

    /// Begins to fetch; whatever goes wrong comes as news.
    init(_ request: DownloadRequest, number: Int, mailbox: Mailbox) {
        self.number = number
        let group = MultiThreadedEventLoopGroup.singleton
        guard let url = PackageURL(request.url) else {
            mailbox.post(Mailbox.Letter(download: number, news: [.failed(.unreachable)]))
            channel = group.any().makeFailedFuture(DownloadFailure.unreachable)
            return
        }
        let range = request.range
        channel = ClientBootstrap(group: group)
            .connectTimeout(.seconds(5))
            .channelOption(.autoRead, value: false)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(IdleStateHandler(readTimeout: Self.patience))
                    try pipeline.addHTTPClientHandlers()
                    try pipeline.addHandler(
                        DownloadHandler(number: number, url: url, range: range, mailbox: mailbox))
                }
            }
            .connect(host: url.host, port: url.port)
        channel.whenFailure { _ in
            mailbox.post(Mailbox.Letter(download: number, news: [.failed(.unreachable)]))
        }
    }

    /// Lets the next piece come.
    func proceed() { channel.whenSuccess { $0.read() } }

    /// Hangs up; letters already posted may still be in the mailbox.
    func cancel() { channel.whenSuccess { $0.close(promise: nil) } }
}
