import Diagnostics
import GenerationGuard
import Hummingbird
import SafetyCore
import SafetyPolicy
import StrictJSON

/// What the policy says, and what was decided: `/v1/guard/policy`, `…/validate`, `…/decisions/{id}`.
struct PolicyRoutes: Sendable {
  let service: GuardService
  let options: ServeOptions
  let slots: ServingSlots

  func add(to group: RouterGroup<ServeContext>) {
    group.get("guard/policy") { _, _ in Replies.json(Self.facts(service.policies.program)) }
    group.post("guard/policy/validate") { request, _ in try await validate(request) }
    group.get("guard/decisions/:id") { _, context in try await decisions(context) }
  }

  /// Name, digest, bound and rules of a policy.
  static func facts(_ program: GuardProgram) -> JSONValue {
    let policy = program.policy
    return [
      "name": .string(policy.name), "version": .string(policy.version),
      "digest": .string(program.digest.hex), "hold_bound": .integer(program.holdBound),
      "rules": .array(
        policy.rules.map { rule in
          [
            "id": .string(rule.id), "action": .string(rule.action.rawValue),
            "mode": .string(rule.mode.rawValue), "severity": .string(rule.severity.name),
            "stages": .array(
              GuardStage.allCases.filter(rule.stages.contains).map { .string($0.rawValue) }
            ),
            "hold_bound": .integer(program.holdBound(of: rule)),
          ]
        }
      ),
      "gates": .array(
        policy.gates.map {
          ["measure": .string($0.measure.rawValue), "limit": .number($0.limit)]
        }
      ),
    ]
  }

  /// Says what is wrong with the text of a policy, or what it amounts to.
  private func validate(_ request: Request) async throws -> Response {
    let bytes = try await BodyReader(limits: options.limits).bytes(request)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ServeFailure.invalid("the policy is not valid UTF-8", code: "policy/not-utf8")
    }
    let slot = try slots.take()
    defer { withExtendedLifetime(slot) {} }
    do {
      let program = try await ScreeningExecutor.run(bytes: bytes.count) {
        try service.compile(text)
      }
      guard case .object(var facts) = Self.facts(program) else { return Replies.json([:]) }
      facts["valid"] = true
      facts["problems"] = []
      return Replies.json(.object(facts))
    } catch {
      let problems = (error as? Diagnostics)?.items ?? [error as? Diagnostic].compactMap { $0 }
      guard !problems.isEmpty else { throw error }
      return Replies.json(["valid": false, "problems": .array(problems.map(Self.problem))])
    }
  }

  private static func problem(_ problem: Diagnostic) -> JSONValue {
    [
      "code": .string(problem.code.rawValue), "message": .string(problem.message),
      "line": problem.place?.line.map { .integer($0) } ?? .null,
      "column": problem.place?.column.map { .integer($0) } ?? .null,
      "hint": problem.hint.map { .string($0) } ?? .null,
    ]
  }

  private func decisions(_ context: ServeContext) async throws -> Response {
    let id = context.parameters.get("id") ?? ""
    let plain = id.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x66).contains($0) || $0 == 0x2D
    }
    let isPossible = plain && id.utf8.count <= 24
    // Reading may wait for whoever writes.
    let records =
      isPossible ? try await ScreeningExecutor.run(bytes: .max) { try service.decisions(id) } : []
    guard !records.isEmpty else {
      throw ServeFailure(
        404,
        "invalid_request_error",
        code: "decision_not_found",
        "this server recorded no decision of this id"
      )
    }
    return Replies.canonical(["id": .string(id), "decisions": .array(records)])
  }
}
