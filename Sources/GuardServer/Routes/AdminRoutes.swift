import Diagnostics
import GenerationGuard
import Hummingbird
import SafetyCore
import StrictJSON

/// What only those who run the server may do: `/admin/reload`, and metrics without a key.
struct AdminRoutes: Sendable {
  let service: GuardService
  let status: StatusRoutes
  let token: String

  func router() -> Router<ServeContext> {
    let router = Router(context: ServeContext.self, options: .autoGenerateHeadEndpoints)
    router.middlewares.add(FailureReplies(metrics: service.metrics))
    router.middlewares.add(TokenGate(token: token))
    router.post("admin/reload") { _, _ in try await reload() }
    router.get("metrics") { _, _ in status.metrics() }
    OtherMethods.add(to: router)
    return router
  }

  private func reload() async throws -> Response {
    do {
      let reload = try await PolicyReload.run(service)
      return Replies.json(
        ["digest": .string(reload.digest.hex), "changed": .boolean(reload.isChanged)]
      )
    } catch {
      throw ServeFailure(
        422,
        "invalid_request_error",
        code: (error as? Diagnostic)?.code.rawValue ?? "policy/refused",
        "the policy was refused and the one before stays: \(PolicyReload.reason(error))"
      )
    }
  }
}

/// Lets in who bears the token.
private struct TokenGate: RouterMiddleware {
  typealias Context = ServeContext
  let token: String

  func handle(
    _ request: Request,
    context: ServeContext,
    next: (Request, ServeContext) async throws -> Response
  ) async throws -> Response {
    let given = Digest.sha256(Array((Gatekeeper.key(request) ?? "").utf8)).bytes
    guard APIKeys.areEqual(given, Digest.sha256(Array(token.utf8)).bytes) else {
      throw ServeFailure(
        401,
        "invalid_request_error",
        code: "invalid_token",
        "the token is missing or wrong"
      )
    }
    return try await next(request, context)
  }
}
