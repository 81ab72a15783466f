import NIOCore
import NIOHTTP1

/// Knows the request after which a client wants its connection closed, however it says so.
///
/// One of HTTP/1.0 wants it unless it says otherwise. It knows no chunks either: the end of the
/// connection ends its answer.
final class LastRequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  /// The version of the last request, once it has come.
  private var lastVersion: HTTPVersion?
  private var unanswered = 0

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data), lastVersion == nil else {
      return context.fireChannelRead(data)
    }
    unanswered += 1
    if !head.isKeepAlive {
      lastVersion = head.version
      // The only spelling that is read further on.
      head.headers.replaceOrAdd(name: "connection", value: "close")
    }
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .head(var head) = unwrapOutboundIn(data), head.status.code >= 200 else {
      return context.write(data, promise: promise)
    }
    unanswered -= 1
    if let lastVersion, unanswered == 0 {
      head.version = lastVersion
      head.headers.replaceOrAdd(name: "connection", value: "close")
    }
    context.write(wrapOutboundOut(.head(head)), promise: promise)
  }
}
