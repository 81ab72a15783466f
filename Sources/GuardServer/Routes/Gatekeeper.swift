import Diagnostics
import HTTPTypes
import Hummingbird

/// Turns every failure into an error of OpenAI's shape, and counts every request.
struct FailureReplies: RouterMiddleware {
  typealias Context = ServeContext
  let metrics: ServeMetrics
  private let clock = ContinuousClock()

  init(metrics: ServeMetrics) { self.metrics = metrics }

  func handle(
    _ request: Request,
    context: ServeContext,
    next: (Request, ServeContext) async throws -> Response
  ) async throws -> Response {
    let start = clock.now
    var response: Response
    do { response = try await next(request, context) } catch {
      response = Replies.failure(Self.failure(error, request))
      // What is left of a body that was refused is not read.
      if [408, 413, 415].contains(response.status.code) {
        response.headers[.connection] = "close"
      }
    }
    // Clients of HTTP/1.0 that ask to keep the connection want to be told that it is kept.
    if request.headers[.connection]?.lowercased() == "keep-alive",
      response.headers[.connection] == nil
    {
      response.headers[.connection] = "keep-alive"
    }
    if request.method == .head { response = response.createHeadResponse() }
    let route = context.endpointPath ?? "none"
    metrics.answered(route, response.status.code)
    return timed(response, route, since: start)
  }

  /// Counts the time up to the end of a response; that of a stream is known once it is written.
  private func timed(
    _ response: Response,
    _ route: String,
    since start: ContinuousClock.Instant
  ) -> Response {
    guard response.body.contentLength == nil else {
      metrics.written(route, clock.now - start)
      return response
    }
    let (metrics, clock, body) = (metrics, clock, response.body)
    var response = response
    response.body = ResponseBody { writer in
      defer { metrics.written(route, clock.now - start) }
      try await body.write(writer)
    }
    return response
  }

  private static func failure(_ error: any Error, _ request: Request) -> ServeFailure {
    if let failure = error as? ServeFailure { return failure }
    if let error = error as? any HTTPResponseError {
      let code = error.status.code
      let what =
        switch code {
        case 404: "there is no `\(request.method.rawValue) \(request.uri.path.prefix(100))`"
        default: "the request cannot be read"
        }
      return ServeFailure(
        code,
        "invalid_request_error",
        code: code == 404 ? "unknown_url" : nil,
        what
      )
    }
    return ServeFailure(model: error)
  }
}

/// Lets in who bears a key and does not ask too often.
struct Gatekeeper: RouterMiddleware {
  typealias Context = ServeContext
  let keys: APIKeys
  let rate: RateLimit
  private let clock = ContinuousClock()

  init(keys: APIKeys, rate: RateLimit) {
    self.keys = keys
    self.rate = rate
  }

  func handle(
    _ request: Request,
    context: ServeContext,
    next: (Request, ServeContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    guard let caller = keys.caller(Self.key(request)) else {
      throw ServeFailure(
        401,
        "invalid_request_error",
        code: "invalid_api_key",
        "the key is missing or not known"
      )
    }
    context.caller = caller
    context.language = ServeContext.language(request.headers[.acceptLanguage])
    try rate.take(keys.areNeeded ? caller.name : context.address, at: clock.now)
    return try await next(request, context)
  }

  static func key(_ request: Request) -> String? {
    guard let header = request.headers[.authorization],
      header.prefix(7).lowercased() == "bearer "
    else { return nil }
    return header.dropFirst(7).trimmingPrefix(" ").description
  }
}
