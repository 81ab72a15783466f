import Diagnostics
import GenerationGuard
import Hummingbird
import StrictJSON

/// How the server is: health, metrics, models.
struct StatusRoutes: Sendable {
  let service: GuardService
  let slots: ServingSlots
  /// Seconds that the model has to show that it is there.
  private static let patience = 5.0

  /// Routes that need no key.
  func addHealth(to router: Router<ServeContext>) {
    router.get("health/live") { _, _ in Replies.json(["status": "live"]) }
    router.get("health/ready") { _, _ in await ready() }
  }

  /// Routes of the interface.
  func addModels(to group: RouterGroup<ServeContext>) {
    group.get("models") { _, _ in
      let names = try await service.model.names()
      return Replies.json(["object": "list", "data": .array(names.map(Self.model))])
    }
    // Names such as `google/gemma-3-1b-it` come with the slash as it is, or as `%2F`.
    group.get("models/**") { _, context in
      let path = context.parameters.getCatchAll().joined(separator: "/")
      let names = try await service.model.names()
      guard let name = path.percentDecoded, names.contains(name) else {
        throw ServeFailure.noModel
      }
      return Replies.json(Self.model(name))
    }
  }

  /// The text of `/metrics`.
  func metrics() -> Response {
    Replies.text(
      service.metrics.exposition(
        service.policies.program,
        active: slots.count,
        waiting: service.waiting()
      ),
      type: "text/plain; version=0.0.4; charset=utf-8"
    )
  }

  private static func model(_ name: String) -> JSONValue {
    ["id": .string(name), "object": "model", "created": 0, "owned_by": "gemma-safety"]
  }

  private func ready() async -> Response {
    var checks: [String: JSONValue] = [
      "policy": .string(service.policies.program.digest.hex), "model": "ready", "audit": "ready",
    ]
    var isReady = true
    do {
      let model = service.model
      try await Deadline.within(Self.patience, else: .timeout) { try await model.check() }
    } catch {
      isReady = false
      checks["model"] = .string((error as? Diagnostic)?.code.rawValue ?? "unreachable")
    }
    do { try await service.sink.record([], run: service.run) } catch {
      isReady = false
      checks["audit"] = "unwritable"
    }
    checks["status"] = isReady ? "ready" : "not ready"
    return Replies.json(.object(checks), status: isReady ? 200 : 503)
  }
}
