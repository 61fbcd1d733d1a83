import NIOCore
import NIOHTTP1

/// Sends one GET when connected and posts what comes back, piece by piece.
///
/// The channel does not read by itself: each letter posted must be answered with `Download.proceed()`.
final class DownloadHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let number: Int
    private let url: PackageURL
    private let range: String?
    private let mailbox: Mailbox
    private var news: [Mailbox.Letter.News] = []
    /// After the last news: nothing more is posted.
    private var isOver = false

    init(number: Int, url: PackageURL, range: String?, mailbox: Mailbox) {
        self.number = number
        self.url = url
        self.range = range
        self.mailbox = mailbox
    }

    func channelActive(context: ChannelHandlerContext) {
        var headers: HTTPHeaders = ["Host": "\(url.host):\(url.port)", "Connection": "close", "Accept": "*/*"]
        if let range { headers.add(name: "Range", value: range) }
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: url.target, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            let status = Int(head.status.code)
            if status == 200 || status == 206 {
                news.append(.answered(status: status))
            } else {
                end(with: .failed(.status(status)), context: context)
            }
        case .body(let buffer):
            news.append(.bytes(Array(buffer.readableBytesView)))
        case .end:
            end(with: .ended, context: context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        guard !isOver else { return }
        if news.isEmpty { context.read() } else { post() }
    }

    func channelInactive(context: ChannelHandlerContext) { end(with: .failed(.broken), context: context) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(with: .failed(.broken), context: context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { end(with: .failed(.broken), context: context) }
    }

    private func end(with last: Mailbox.Letter.News, context: ChannelHandlerContext) {
        guard !isOver else { return }
        isOver = true
        news.append(last)
        post()
        context.close(promise: nil)
    }

    private func post() {
        mailbox.post(Mailbox.Letter(download: number, news: news))
        news.removeAll()
    }
}
