import SafetyCore
import SafetyDetectors
import SafetyPolicy

/// One guarded answer on its way.
actor GuardedAnswer {
  private enum Phase {
    case waiting
    case streaming
    case over
  }

  private let owner: GuardedGenerator
  private let request: GenerationRequest
  private var facts: GuardFacts
  private let id: String
  private var phase = Phase.waiting
  private var queue: [GuardedPiece] = []
  private var upstream: AsyncThrowingStream<GenerationPiece, any Error>.Iterator?
  private var streamGuard: StreamGuard?
  private var hedges: [StreamGuard.Hedge] = []
  private var addendum: String?
  private var rewritesLeft: Int
  /// Whether the guard's own words have gone out before the answer.
  private var hasOpening = false

  init(_ owner: GuardedGenerator, _ request: GenerationRequest, _ facts: GuardFacts) {
    self.owner = owner
    self.request = request
    self.facts = facts
    id = owner.newID()
    rewritesLeft = owner.program.policy.settings.rewrites
  }

  private var program: GuardProgram { owner.program }

  /// The next piece, nil after the last.
  func next() async throws -> GuardedPiece? {
    while queue.isEmpty {
      switch phase {
      case .waiting: screen()
      case .streaming: try await advance()
      case .over: return nil
      }
    }
    return queue.removeFirst()
  }

  // MARK: Before the answer

  private func screen() {
    phase = .over
    let screening: GuardScreening
    do { screening = try program.screen(request, facts) } catch {
      return refuse("a detector could not be set up", .prompt)
    }
    facts = screening.facts
    var events = [event(screening.prompt.decision, screening.prompt.findings)]
    if screening.history.decision.rule != nil {
      events.insert(event(screening.history.decision, screening.history.findings), at: 0)
    }
    if let failure = screening.failure { events[events.count - 1].failures.append(failure) }
    if let failure = record(events) { return refuse(failure, .prompt, isRecorded: true) }
    if let failure = screening.failure { return refuse(failure, .prompt, isRecorded: true) }
    let decision = screening.decision
    if decision.action == .refuse, let rule = decision.rule {
      let text =
        program.policy.template(program.policy.rules[rule].template)?
        .text(in: facts.language) ?? ""
      return end(.contentFilter, text, summary(decision.stage, decision.action, rule))
    }
    open(screening)
  }

  /// Takes up what the prompt calls for, and begins to generate.
  private func open(_ screening: GuardScreening) {
    for decision in [screening.history.decision, screening.prompt.decision] {
      for proposal in decision.proposals where proposal.standing == .enforced {
        let rule = program.policy.rules[proposal.rule]
        guard let template = program.policy.template(rule.template) else { continue }
        let text = template.text(in: facts.language)
        switch proposal.action {
        case .hedge: hedges.append(.init(text: text, place: rule.hedgePlace))
        case .safeComplete where !hasOpening:
          addendum = template.addendum
          hasOpening = !text.isEmpty
          if !text.isEmpty { queue.append(.text(text + "\n\n")) }
        default: break
        }
      }
    }
    begin(addendum)
  }

  private func begin(_ addendum: String?) {
    var request = request
    request.addendum =
      [request.addendum, addendum].compactMap { $0 }.joined(separator: "\n")
    if request.addendum?.isEmpty ?? false { request.addendum = nil }
    do { streamGuard = try StreamGuard(program, facts: facts, hedges: hedges) } catch {
      return refuse("a detector could not be set up", .output)
    }
    upstream = owner.generator.generate(request).makeAsyncIterator()
    phase = .streaming
  }

  // MARK: The answer

  private func advance() async throws {
    try Task.checkCancellation()
    guard var iterator = upstream else { return phase = .over }
    let piece: GenerationPiece?
    do { piece = try await iterator.next(isolation: self) } catch {
      phase = .over
      // What is held back stays unwritten; the record says how far the answer went.
      if let failure = record([outputEvent(failure: "the generator failed")]) {
        return refuse(failure, .output, isRecorded: true)
      }
      throw error
    }
    upstream = iterator
    guard let streamGuard else { return phase = .over }
    switch piece {
    case .text(let text)?: take(streamGuard.receive(text))
    case .finished(let reason)?: finish(reason)
    case nil: finish(.stop)
    }
  }

  private func take(_ action: StreamGuard.Action) {
    switch action {
    case .hold: break
    case .release(let text): queue.append(.text(text))
    case .stop(let stop): end(stop)
    }
  }

  private func finish(_ reason: FinishReason) {
    guard let streamGuard else { return }
    let action = streamGuard.finish()
    if case .stop(let stop) = action { return end(stop) }
    phase = .over
    upstream = nil
    if let failure = record([outputEvent()]) {
      return refuse(failure, .output, isRecorded: true)
    }
    take(action)
    let decision = streamGuard.finalDecision
    queue.append(.finished(reason, summary(.output, decision.action, decision.rule)))
  }

  private func end(_ stop: StreamStop) {
    upstream = nil
    if stop.action == .rewrite, !stop.isPartial, rewritesLeft > 0, let rule = stop.rule {
      rewritesLeft -= 1
      if let failure = record([outputEvent()]) {
        return refuse(failure, .output, isRecorded: true)
      }
      let template = program.policy.template(program.policy.rules[rule].template)
      return begin([addendum, template?.addendum].compactMap { $0 }.joined(separator: "\n"))
    }
    phase = .over
    if let failure = record([outputEvent(failure: stop.failure)]) {
      return refuse(failure, .output, isRecorded: true)
    }
    if !stop.text.isEmpty { queue.append(.text(stop.text)) }
    var summary = summary(.output, stop.action, stop.rule)
    summary.failure = stop.failure
    end(.contentFilter, stop.tail, summary)
  }

  // MARK: Ends and records

  /// Ends with a refusal that says what failed.
  private func refuse(_ failure: String, _ stage: GuardStage, isRecorded: Bool = false) {
    phase = .over
    upstream = nil
    var summary = summary(stage, .refuse, nil)
    summary.failure = failure
    if !isRecorded {
      var event = event(GuardDecision(stage: stage), [])
      event.action = GuardAction.refuse.rawValue
      event.failures = [failure]
      // The refusal stands whether or not this can be recorded.
      if let second = record([event]) { summary.failure = "\(failure); \(second)" }
    }
    let words = program.failureText(summary.failure ?? failure, language: facts.language)
    let isPartial = hasOpening || (streamGuard?.edits.hasOutput ?? false)
    end(.contentFilter, isPartial ? "\n\n" + words : words, summary)
  }

  private func end(_ reason: FinishReason, _ text: String, _ summary: GuardSummary) {
    phase = .over
    if !text.isEmpty { queue.append(.text(text)) }
    queue.append(.finished(reason, summary))
  }

  private func summary(
    _ stage: GuardStage,
    _ action: GuardAction,
    _ rule: Int?
  ) -> GuardSummary {
    let rule = rule.map { program.policy.rules[$0] }
    return GuardSummary(
      request: id,
      stage: stage,
      action: action,
      rule: rule?.id,
      reasonCode: rule?.reasonCode,
      heldMaximum: streamGuard?.heldMaximum ?? 0
    )
  }

  /// Appends records; gives back what failed.
  private func record(_ events: [GuardEvent]) -> String? {
    let records = events.map {
      DecisionRecord(kind: GuardEvent.kind, run: owner.run, body: $0.body)
    }
    do {
      try owner.sink.append(records, run: owner.run, state: nil)
      return nil
    } catch {
      return "the decision could not be recorded"
    }
  }

  private func event(_ decision: GuardDecision, _ findings: [StreamFinding]) -> GuardEvent {
    GuardEvent(decision, findings, program, request: id, model: owner.generator.name)
  }

  private func outputEvent(failure: String? = nil) -> GuardEvent {
    guard let streamGuard else { return event(GuardDecision(stage: .output), []) }
    var event = event(streamGuard.finalDecision, streamGuard.findings)
    event.heldMaximum = streamGuard.heldMaximum
    event.writtenBytes = streamGuard.edits.lastWritten
    if let failure {
      event.failures.append(failure)
      event.action = GuardAction.refuse.rawValue
      event.rule = nil
    }
    return event
  }
}
