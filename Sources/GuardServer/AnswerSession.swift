import GenerationGuard
import SafetyCore
import SafetyPolicy

/// One request for answers under one policy, from its first byte to its last.
struct AnswerSession: Sendable {
  /// The id that the records of its first answer bear.
  let id: String
  let writer: AnswerWriter
  let call: AnswerCall
  let pieces: AnswerPieces
  /// How many answers there will be.
  let choices: Int
  private let metrics: ServeMetrics
  private let timing: GuardTiming

  /// Takes up the policy in force, for as long as the answers take.
  ///
  /// - Throws: A `ServeFailure` where the request asks for what cannot be had.
  init(_ call: AnswerCall, _ service: GuardService, _ context: ServeContext) throws {
    let program = service.policies.program
    let model = service.model
    try Self.check(call, program.policy, model)
    let name = try Self.name(call, model)
    let id = service.newID()
    let requests = Self.requests(call, of: name)
    let timing = GuardTiming()
    (self.id, self.call, self.timing, choices) = (id, call, timing, requests.count)
    metrics = service.metrics
    writer = AnswerWriter(
      call.format,
      id: id,
      created: UnixTime.now,
      model: name,
      policy: program.digest.hex,
      streams: call.streams,
      repeated: call.repeated
    )
    let facts = service.facts(context)
    let named = try service.keeping == nil ? nil : call.keptSubject
    pieces = AnswerPieces(
      requests.map(\.request),
      facts,
      about: named.map { TextSubject.named($0) } ?? .fresh(id),
      perPrompt: call.choices
    ) { choice in
      service.guarded(
        TimedGenerator(model.generator(for: requests[choice]), timing),
        by: program,
        facts,
        id: choice == 0 ? id : "\(id)-\(choice)"
      )
    }
  }

  /// All answers, complete.
  ///
  /// - Throws: What the model throws.
  func collect() async throws -> [AnswerChoice] {
    var all = [AnswerChoice](repeating: AnswerChoice(), count: choices)
    while let piece = try await pieces.next() {
      all[piece.choice].take(piece.piece)
      note(piece)
    }
    return all
  }

  /// Counts what was let out.
  func note(_ piece: AnswerPieces.Piece) {
    // Some servers count with every piece, which lets nothing out.
    if case .usage = piece.piece { return }
    timing.noteRelease()
    guard case .finished(_, let summary) = piece.piece else { return }
    metrics.ended(
      summary,
      added: piece.choice == 0 ? timing.added : nil,
      held: timing.takeLongestHold()
    )
  }

  private static func check(
    _ call: AnswerCall,
    _ policy: GuardPolicy,
    _ model: any ServedModel
  ) throws(ServeFailure) {
    for prompt in call.prompts {
      let messages = prompt.request.messages
      let parameter = call.format.question
      if messages.count > policy.settings.turns {
        throw .invalid(
          "the conversation has more than \(policy.settings.turns) messages",
          code: "too_many_messages",
          parameter
        )
      }
      if messages.contains(where: { $0.text.utf8.count > policy.settings.promptBytes }) {
        throw .invalid(
          "a message has more than \(policy.settings.promptBytes) bytes",
          code: "message_too_large",
          parameter
        )
      }
      guard !prompt.usesTools || model.takesEverything else {
        throw .invalid("the model of this server has no tools", code: "unsupported", "tools")
      }
    }
    guard call.prompts.count * call.choices <= AnswerCall.mostChoices else {
      throw .invalid("at most \(AnswerCall.mostChoices) answers in one request", "n")
    }
  }

  /// The model that the request means.
  private static func name(
    _ call: AnswerCall,
    _ model: any ServedModel
  ) throws(ServeFailure) -> String {
    guard let asked = call.model else {
      guard let usual = model.usual else { throw .invalid("`model` is missing", "model") }
      return usual
    }
    if let usual = model.usual, asked != usual { throw .noModel }
    return asked
  }

  /// One request to the model for each answer, those to one prompt side by side.
  private static func requests(_ call: AnswerCall, of model: String) -> [ModelRequest] {
    call.prompts.flatMap { prompt -> [ModelRequest] in
      var prompt = prompt
      prompt.model = model
      return (0..<call.choices).map { varied(prompt, $0) }
    }
  }

  /// Each further answer to a prompt draws anew.
  private static func varied(_ prompt: ModelRequest, _ number: Int) -> ModelRequest {
    guard number > 0 else { return prompt }
    var prompt = prompt
    var sampling = prompt.request.sampling ?? GenerationSampling()
    sampling.seedOffset = UInt64(number)
    prompt.request.sampling = sampling
    if case .integer(let seed)? = prompt.fields["seed"] {
      prompt.fields["seed"] = .integer(seed &+ number)
    }
    return prompt
  }
}
