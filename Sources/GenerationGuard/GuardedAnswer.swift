import SafetyCore
import SafetyDetectors
import SafetyPolicy

/// One guarded answer on its way.
actor GuardedAnswer {
  enum Phase {
    case waiting
    case streaming
    case finishing(FinishReason)
    case over
  }

  let owner: GuardedGenerator
  let id: String
  let request: GenerationRequest
  var facts: GuardFacts
  var phase = Phase.waiting
  var queue: [GuardedPiece] = []
  var upstream: AsyncThrowingStream<GenerationPiece, any Error>.Iterator?
  /// The first piece, where the model was asked before the prompt's record was durable.
  var ahead: Result<GenerationPiece?, any Error>?
  var streamGuard: StreamGuard?
  var reasoningGuard: StreamGuard?
  /// The guard that judges are to be asked for before anything goes on.
  private var waiting: (stage: GuardStage, passage: JudgedPassage, detectors: [Int])?
  /// By stage: what may go out when all is recorded.
  var endings: [GuardStage: StreamGuard.Action] = [:]
  var calls: ToolCallCollector
  var hedges: [StreamGuard.Hedge] = []
  /// What was decided before anything was generated.
  var screened: GuardDecision?
  /// The guard's own words that are not to stand within the answer, since a program reads it.
  var besides: [String] = []
  /// The conversation as the model reads it.
  var messages: [ChatMessage]
  var addendum: String?
  var rewritesLeft: Int
  /// Whether the guard's own words have gone out before the answer.
  var hasOpening = false
  /// What was said, where the log is to keep it.
  var kept: KeptTexts?
  /// Whom it is about.
  let subject: TextSubject
  /// Whether the prompt is kept beside this answer.
  let keepsPrompt: Bool
  /// The answer as it went out, kept where a seal is to vouch for it.
  var written: String?
  var riskAfterwards = 0.0
  var clock = GuardClock()

  init(
    _ owner: GuardedGenerator,
    _ request: GenerationRequest,
    _ facts: GuardFacts,
    about subject: TextSubject?,
    keepsPrompt: Bool
  ) {
    self.owner = owner
    self.request = request
    self.facts = facts
    let id = owner.newID()
    (self.id, self.subject, self.keepsPrompt) = (id, subject ?? .fresh(id), keepsPrompt)
    messages = request.messages
    calls = ToolCallCollector(mostBytes: owner.program.policy.settings.toolBytes)
    rewritesLeft = owner.program.policy.settings.rewrites
  }

  var program: GuardProgram { owner.program }

  var question: String { request.messages.last { $0.role == .user }?.text ?? "" }

  /// Whether the person says something for the first time, so that no earlier turn weighs.
  var isOpening: Bool {
    facts.turnRisk == 0 && request.messages.count { $0.role == .user } <= 1
  }

  /// The next piece, nil after the last.
  func next() async throws -> GuardedPiece? {
    while queue.isEmpty {
      switch phase {
      case .waiting: try await screen()
      case _ where waiting != nil: await askJudges()
      case .streaming: try await advance()
      case .finishing(let reason): try await finish(reason)
      case .over: return nil
      }
    }
    return queue.removeFirst()
  }

  private func advance() async throws {
    guard var iterator = upstream else { return phase = .over }
    let piece: GenerationPiece?
    do {
      try Task.checkCancellation()
      if let ahead = takeAhead() {
        piece = try ahead.get()
      } else {
        piece = try await iterator.next(isolation: self)
      }
      // A stream that was cancelled may end as if it were complete.
      if piece == nil { try Task.checkCancellation() }
    } catch {
      let failure = error is CancellationError ? Self.givenUp : "the generator failed"
      return try await giveUp(error, outputEvent(failure: failure))
    }
    upstream = iterator
    guard let streamGuard else { return phase = .over }
    clock.start()
    defer { clock.stop() }
    switch piece {
    case .text(let text)?:
      kept?.add(text, .output)
      await take(streamGuard.receive(text), .output)
    case .reasoning(let text)?: await takeReasoning(text)
    case .toolCall(let piece)?:
      if let failure = calls.add(piece) { await refuse(failure, .toolCall) }
    case .usage(let usage)?: queue.append(.usage(usage))
    case .finished(let reason)?: phase = .finishing(reason)
    case nil: phase = .finishing(calls.isEmpty ? .stop : .toolCalls)
    }
  }

  static let givenUp = "the answer was given up"

  /// Ends the answer with an error, once the record says so.
  ///
  /// What is held back stays unwritten; the record says how far the answer went.
  func giveUp(_ error: any Error, _ event: GuardEvent) async throws {
    phase = .over
    upstream = nil
    if let failure = await record([event]) {
      return await refuse(failure, GuardStage(rawValue: event.stage) ?? .output, isRecorded: true)
    }
    throw error
  }

  private func takeAhead() -> Result<GenerationPiece?, any Error>? {
    defer { ahead = nil }
    return ahead
  }

  private func takeReasoning(_ text: String) async {
    switch program.policy.settings.reasoning {
    case .withhold: break
    case .pass: queue.append(.reasoning(text))
    case .screen:
      guard let reasoningGuard else { return }
      kept?.add(text, .reasoning)
      await take(reasoningGuard.receive(text), .reasoning)
    }
  }

  func take(_ action: StreamGuard.Action, _ stage: GuardStage) async {
    switch action {
    case .hold: if case .finishing = phase { endings[stage] = .hold }
    case .release(let text):
      // The end of a text waits until everything is recorded.
      if case .finishing = phase { endings[stage] = action } else { write(text, stage) }
    case .judge(let text, let passage, let detectors):
      if !text.isEmpty { write(text, stage) }
      waiting = (stage, passage, detectors)
    case .stop(let stop): await end(stop, stage)
    }
  }

  private func askJudges() async {
    guard let (stage, passage, detectors) = waiting else { return }
    waiting = nil
    let answers = await program.ask(detectors, about: passage)
    guard let asking = stage == .reasoning ? reasoningGuard : streamGuard else { return }
    clock.start()
    let action = asking.resolve(answers)
    clock.stop()
    await take(action, stage)
  }

  func write(_ text: String, _ stage: GuardStage) {
    guard stage == .output else { return queue.append(.reasoning(text)) }
    written? += text
    queue.append(.text(text))
  }
}
