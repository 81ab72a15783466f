import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// HTTP on connections that know when their client has gone.
struct ClientChannel: ServerChildChannel {
  struct Value: ServerChildChannelValue {
    let http: HTTP1Channel.Value
    let connection: ClientConnection
    var channel: any Channel { http.channel }
  }

  let base: HTTP1Channel

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    let connection = ClientConnection()
    return channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.addHandler(HangUpHandler(connection))
    }.flatMap {
      base.setup(channel: channel, logger: logger)
    }.flatMapThrowing { http in
      let pipeline = channel.pipeline.syncOperations
      let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
      try pipeline.addHandler(LastRequestHandler(), position: .after(decoder))
      return Value(http: http, connection: connection)
    }
  }

  func handle(value: Value, logger: Logger) async {
    await value.connection.serve {
      await base.handle(value: value.http, logger: logger)
    }
  }
}
