import Diagnostics
import GenerationGuard
import Hummingbird
import SafetyCore
import SafetyPolicy
import StrictJSON

/// Decisions without a model: `/v1/moderations`, `/v1/guard/check` and `/v1/guard/explain`.
struct CheckRoutes: Sendable {
  /// Texts of one request for moderation.
  private static let mostInputs = 32

  let service: GuardService
  let options: ServeOptions
  let slots: ServingSlots

  func add(to group: RouterGroup<ServeContext>) {
    group.post("moderations") { request, context in
      try await bounded(request) { try await moderate($0, context) }
    }
    group.post("guard/check") { request, context in
      try await bounded(request) { try await decide($0, context, isRecorded: true) }
    }
    group.post("guard/explain") { request, context in
      try await bounded(request) { try await decide($0, context, isRecorded: false) }
    }
  }

  /// Reads a body and answers it within the bounds that hold for answers of the model.
  private func bounded(
    _ request: Request,
    _ answer: @escaping @Sendable (BodyFields) async throws -> Response
  ) async throws -> Response {
    let bytes = try await BodyReader(limits: options.limits).bytes(request)
    let body = try await ScreeningExecutor.run(bytes: bytes.count) { try BodyFields(bytes) }
    let slot = try slots.take()
    defer { withExtendedLifetime(slot) {} }
    // What no judge reads takes well under a millisecond where it is short, less than a timer costs.
    let isShort = bytes.count <= ScreeningExecutor.shortBytes
    if isShort, service.policies.program.judges.isEmpty { return try await answer(body) }
    return try await Deadline.within(options.limits.answerSeconds, else: .timeout) {
      // Work that does not mind that it was given up keeps its place to its end.
      defer { withExtendedLifetime(slot) {} }
      return try await answer(body)
    }
  }

  // MARK: Check and explain

  private func decide(
    _ body: BodyFields,
    _ context: ServeContext,
    isRecorded: Bool
  ) async throws -> Response {
    let program = service.policies.program
    let (text, stage, facts, person) = try BodyFields.reading { () throws in
      let fields = body.fields
      try fields.allow(only: ["input", "stage", "language"] + NamedPerson.fields.sorted())
      var facts = service.facts(context)
      facts.language = try fields.string("language") ?? facts.language
      let stage = try Self.stage(fields)
      let text = try fields.required("input", try fields.string("input"))
      return (text, stage, facts, try NamedPerson(fields))
    }
    try Self.check(text, program.policy)
    let id = service.newID()
    let subject = try subject(person, id)
    let explanation = try await GuardExplanation(program, text, stage, facts)
    if isRecorded {
      var record = explanation.record(program, facts, request: id, run: service.run)
      record.sealed = try kept(text, stage, subject)
      try await self.record([record], under: program)
    }
    var members: [String: CanonicalValue] = [:]
    if case .object(let all) = explanation.json(program) { members = all }
    members["id"] = .string(id)
    members["recorded"] = .boolean(isRecorded)
    let action = explanation.decision.action.rawValue
    return Replies.canonical(
      .object(members),
      headers: Replies.guardHeaders(id: id, policy: program.digest.hex, action: action)
    )
  }

  /// Whom a text is about: the person that was named, else the request itself.
  private func subject(_ person: NamedPerson?, _ id: String) throws(ServeFailure) -> TextSubject {
    guard service.keeping != nil, let person else { return .fresh(id) }
    return .named(try person.subject)
  }

  /// What the log is to keep of a text.
  private func kept(
    _ text: String,
    _ stage: GuardStage,
    _ subject: TextSubject
  ) throws -> [SealedContent] {
    do { return try service.keeping?.contents(of: text, stage, about: subject) ?? [] } catch {
      throw Self.unrecorded
    }
  }

  private static func stage(_ fields: JSONFields) throws -> GuardStage {
    let name = try fields.string("stage") ?? GuardStage.prompt.rawValue
    guard let stage = GuardStage(rawValue: name) else {
      let all = GuardStage.allCases.map(\.rawValue)
      throw fields.problem("stage", "must be one of \(all.joined(separator: ", "))")
    }
    return stage
  }

  private static func check(_ text: String, _ policy: GuardPolicy) throws(ServeFailure) {
    guard text.utf8.count <= policy.settings.promptBytes else {
      throw .invalid(
        "the text has more than \(policy.settings.promptBytes) bytes",
        code: "message_too_large",
        "input"
      )
    }
  }

  /// What cannot be recorded is not told either.
  private func record(_ records: [DecisionRecord], under program: GuardProgram) async throws {
    do {
      try service.recorded.write(program, run: service.run, to: service.sink)
      try await service.sink.record(records, run: service.run)
    } catch {
      throw Self.unrecorded
    }
  }

  private static let unrecorded = ServeFailure(
    503,
    "server_error",
    code: "audit_failed",
    "the decision could not be recorded"
  )

  // MARK: Moderation

  private func moderate(_ body: BodyFields, _ context: ServeContext) async throws -> Response {
    let (texts, person) = try BodyFields.reading { () throws in
      (try Self.inputs(body.fields), try NamedPerson(body.fields))
    }
    let program = service.policies.program
    for text in texts { try Self.check(text, program.policy) }
    let facts = service.facts(context)
    let id = service.newID()
    let subject = try subject(person, id)
    // A text may be either side's; both are asked.
    let all = try await GuardExplanation.all(program, texts, [.prompt, .output], facts)
    try await record(
      try all.enumerated().flatMap { index, explanations in
        let name = index == 0 ? id : "\(id)-\(index)"
        return try explanations.map {
          var record = $0.record(program, facts, request: name, run: service.run)
          record.sealed = try kept(texts[index], $0.decision.stage, subject)
          return record
        }
      },
      under: program
    )
    return Replies.json(
      [
        "id": .string("modr-" + id), "model": .string("gemma-safety-\(program.policy.name)"),
        "results": .array(all.map { Self.result(of: $0, program.policy) }),
      ],
      headers: Replies.guardHeaders(id: id, policy: program.digest.hex)
    )
  }

  /// What all sides say of one text, in OpenAI's categories.
  private static func result(of sides: [GuardExplanation], _ policy: GuardPolicy) -> JSONValue {
    var taxonomy = ModerationTaxonomy(policy)
    for side in sides { taxonomy.add(side.decision, side.evidence) }
    return taxonomy.result
  }

  private static func inputs(_ fields: JSONFields) throws -> [String] {
    switch try fields.required("input", fields.value("input")) {
    case .string(let text): return [text]
    case .array(let items):
      guard 1...mostInputs ~= items.count else {
        throw fields.problem("input", "must hold 1 to \(mostInputs) texts")
      }
      return try items.enumerated().map { index, item in
        if case .string(let text) = item { return text }
        let part = try JSONFields(
          item,
          file: "body",
          code: "request/invalid",
          path: "input[\(index)]"
        )
        guard try part.string("type") == "text" else {
          throw part.problem("type", "must be text; nothing else can be screened")
        }
        return try part.required("text", try part.string("text"))
      }
    default: throw fields.problem("input", "must be a text or a list of texts")
    }
  }
}
