import Hummingbird
import NIOCore

/// What is known of a request beside its body.
struct ServeContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The address of the other end, for limits.
  let address: String
  /// On which the request came.
  let connection = ClientConnection.current
  var caller = APIKeys.anyone
  /// The language of the guard's words, `und` where the client names none.
  var language = "und"

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    address = source.channel.remoteAddress?.ipAddress ?? "local"
  }

  /// The first language of `Accept-Language`, where it is a plain tag.
  static func language(_ header: String?) -> String {
    let tag = (header ?? "").prefix { $0 != "," && $0 != ";" && $0 != " " }
    let isPlain = tag.utf8.allSatisfy {
      (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2D
    }
    return isPlain && 2...20 ~= tag.utf8.count ? String(tag) : "und"
  }
}
