import HTTPTypes
import Hummingbird

/// What is said of a path that is there, asked with a method that it does not know.
enum OtherMethods {
  private static let all: [HTTPRequest.Method] = [
    .get, .head, .post, .put, .patch, .delete, .options,
  ]

  /// Adds answers with status 405 for all methods that the paths of a router do not know yet.
  static func add(to router: Router<ServeContext>) {
    for routes in Dictionary(grouping: router.routes, by: \.path.description).values {
      var known = routes.map(\.method)
      // The router makes it of GET.
      if known.contains(.get) { known.append(.head) }
      let allowed = known.map(\.rawValue).joined(separator: ", ")
      for method in all where !known.contains(method) {
        router.on(routes[0].path, method: method) { _, _ in Self.failure(allowed) }
      }
    }
  }

  private static func failure(_ allowed: String) -> Response {
    Replies.failure(
      ServeFailure(405, "invalid_request_error", "the path knows only \(allowed)"),
      headers: [.allow: allowed]
    )
  }
}
