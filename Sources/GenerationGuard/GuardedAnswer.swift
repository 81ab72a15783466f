import SafetyCore
import SafetyDetectors
import SafetyPolicy

/// One guarded answer on its way.
actor GuardedAnswer {
  private enum Phase {
    case waiting
    case streaming
    case finishing(FinishReason)
    case over
  }

  let owner: GuardedGenerator
  let id: String
  private let request: GenerationRequest
  private(set) var facts: GuardFacts
  private var phase = Phase.waiting
  private var queue: [GuardedPiece] = []
  private var upstream: AsyncThrowingStream<GenerationPiece, any Error>.Iterator?
  private(set) var streamGuard: StreamGuard?
  private(set) var reasoningGuard: StreamGuard?
  /// The guard that judges are to be asked for before anything goes on.
  private var waiting: (stage: GuardStage, passage: JudgedPassage, detectors: [Int])?
  /// By stage: what may go out when all is recorded.
  private var endings: [GuardStage: StreamGuard.Action] = [:]
  private var calls: ToolCallCollector
  private var hedges: [StreamGuard.Hedge] = []
  /// The conversation as the model reads it.
  private var messages: [ChatMessage]
  private var addendum: String?
  private var rewritesLeft: Int
  /// Whether the guard's own words have gone out before the answer.
  private var hasOpening = false
  /// The answer as it went out, kept where a seal is to vouch for it.
  private var written: String?
  private var riskAfterwards = 0.0
  var clock = GuardClock()

  init(_ owner: GuardedGenerator, _ request: GenerationRequest, _ facts: GuardFacts) {
    self.owner = owner
    self.request = request
    self.facts = facts
    id = owner.newID()
    messages = request.messages
    calls = ToolCallCollector(mostBytes: owner.program.policy.settings.toolBytes)
    rewritesLeft = owner.program.policy.settings.rewrites
  }

  var program: GuardProgram { owner.program }

  private var question: String { request.messages.last { $0.role == .user }?.text ?? "" }

  /// Whether the person says something for the first time, so that no earlier turn weighs.
  var isOpening: Bool {
    facts.turnRisk == 0 && request.messages.count { $0.role == .user } <= 1
  }

  /// The next piece, nil after the last.
  func next() async throws -> GuardedPiece? {
    while queue.isEmpty {
      switch phase {
      case .waiting: await screen()
      case _ where waiting != nil: await askJudges()
      case .streaming: try await advance()
      case .finishing(let reason): await finish(reason)
      case .over: return nil
      }
    }
    return queue.removeFirst()
  }

  // MARK: Before the answer

  private func screen() async {
    phase = .over
    let screening: GuardScreening
    clock.start()
    do {
      let trusted = owner.seal?.trusted(request.messages, program, facts)
      screening = try await program.screen(request, facts, trusting: trusted)
    } catch { return refuse("a detector could not be set up", .prompt) }
    clock.stop()
    facts = screening.facts
    riskAfterwards = screening.riskAfterwards
    messages = screening.messages
    if let failure = record(events(of: screening)) {
      return refuse(failure, .prompt, isRecorded: true)
    }
    if let failure = screening.failure { return refuse(failure, .prompt, isRecorded: true) }
    let decision = screening.decision
    if decision.action == .refuse, let rule = decision.rule {
      let text =
        program.policy.template(program.policy.rules[rule].template)?
        .text(in: facts.language) ?? ""
      return end(.contentFilter, text, summary(decision.stage, decision.action, rule))
    }
    if owner.seal != nil, screening.isClean { written = "" }
    open(screening)
  }

  /// Takes up what the conversation calls for, and begins to generate.
  private func open(_ screening: GuardScreening) {
    for proposal in screening.stages.flatMap(\.decision.proposals)
    where proposal.standing == .enforced {
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
    begin(addendum)
  }

  private func begin(_ addendum: String?) {
    var request = request
    request.messages = messages
    request.addendum =
      [request.addendum, addendum].compactMap { $0 }.joined(separator: "\n")
    if request.addendum?.isEmpty ?? false { request.addendum = nil }
    do {
      streamGuard = try StreamGuard(
        program,
        facts: facts,
        hedges: hedges,
        question: question
      )
      if program.policy.settings.reasoning == .screen {
        reasoningGuard = try StreamGuard(
          program,
          facts: facts,
          stage: .reasoning,
          question: question
        )
      }
    } catch { return refuse("a detector could not be set up", .output) }
    upstream = owner.generator.generate(request).makeAsyncIterator()
    phase = .streaming
  }

  // MARK: The answer

  private func advance() async throws {
    guard var iterator = upstream else { return phase = .over }
    let piece: GenerationPiece?
    do {
      try Task.checkCancellation()
      piece = try await iterator.next(isolation: self)
      // A stream that was cancelled may end as if it were complete.
      if piece == nil { try Task.checkCancellation() }
    } catch {
      phase = .over
      upstream = nil
      let failure =
        error is CancellationError ? "the answer was given up" : "the generator failed"
      // What is held back stays unwritten; the record says how far the answer went.
      if let failure = record([outputEvent(failure: failure)]) {
        return refuse(failure, .output, isRecorded: true)
      }
      throw error
    }
    upstream = iterator
    guard let streamGuard else { return phase = .over }
    clock.start()
    defer { clock.stop() }
    switch piece {
    case .text(let text)?: take(streamGuard.receive(text), .output)
    case .reasoning(let text)?: takeReasoning(text)
    case .toolCall(let piece)?:
      if let failure = calls.add(piece) { refuse(failure, .toolCall) }
    case .usage(let usage)?: queue.append(.usage(usage))
    case .finished(let reason)?: phase = .finishing(reason)
    case nil: phase = .finishing(calls.isEmpty ? .stop : .toolCalls)
    }
  }

  private func takeReasoning(_ text: String) {
    switch program.policy.settings.reasoning {
    case .withhold: break
    case .pass: queue.append(.reasoning(text))
    case .screen:
      guard let reasoningGuard else { return }
      take(reasoningGuard.receive(text), .reasoning)
    }
  }

  private func take(_ action: StreamGuard.Action, _ stage: GuardStage) {
    switch action {
    case .hold: if case .finishing = phase { endings[stage] = .hold }
    case .release(let text):
      // The end of a text waits until everything is recorded.
      if case .finishing = phase { endings[stage] = action } else { write(text, stage) }
    case .judge(let text, let passage, let detectors):
      if !text.isEmpty { write(text, stage) }
      waiting = (stage, passage, detectors)
    case .stop(let stop): end(stop, stage)
    }
  }

  private func askJudges() async {
    guard let (stage, passage, detectors) = waiting else { return }
    waiting = nil
    let answers = await program.ask(detectors, about: passage)
    guard let asking = stage == .reasoning ? reasoningGuard : streamGuard else { return }
    clock.start()
    take(asking.resolve(answers), stage)
    clock.stop()
  }

  private func write(_ text: String, _ stage: GuardStage) {
    guard stage == .output else { return queue.append(.reasoning(text)) }
    written? += text
    queue.append(.text(text))
  }

  /// Goes one step on at the end: both texts are closed, calls are looked at, all is recorded.
  private func finish(_ reason: FinishReason) async {
    guard let streamGuard else { return phase = .over }
    clock.start()
    defer { clock.stop() }
    if let reasoningGuard, endings[.reasoning] == nil {
      return take(reasoningGuard.finish(), .reasoning)
    }
    if endings[.output] == nil { return take(streamGuard.finish(), .output) }
    var screenings: [ToolCallScreening] = []
    do {
      for call in calls.calls { screenings.append(try await program.screen(call, facts)) }
    } catch { return refuse("a detector could not be set up", .toolCall) }
    complete(reason, screenings)
  }

  private func complete(_ reason: FinishReason, _ screenings: [ToolCallScreening]) {
    var events: [GuardEvent] = []
    if let reasoningGuard, reasoningGuard.characterCount > 0 {
      events.append(event(of: reasoningGuard))
    }
    events += screenings.map { event(of: $0) }
    if let stopped = screenings.first(where: { $0.decision.action.endsAnswer }) {
      return end(stopped, events)
    }
    phase = .over
    upstream = nil
    if let failure = record(events + [outputEvent()]) {
      return refuse(failure, .output, isRecorded: true)
    }
    for stage in [GuardStage.reasoning, .output] {
      if case .release(let text)? = endings[stage] { write(text, stage) }
    }
    for (index, call) in calls.calls.enumerated() { queue.append(.toolCall(call, index: index)) }
    queue.append(.finished(reason, finalSummary(screenings)))
  }

  private func finalSummary(_ screenings: [ToolCallScreening]) -> GuardSummary {
    let decisions =
      [streamGuard?.finalDecision].compactMap { $0 } + screenings.map(\.decision)
    let winner = decisions.reduce(decisions[0]) { $1.action.rank > $0.action.rank ? $1 : $0 }
    var summary = summary(
      winner.stage == .toolCall ? .toolCall : .output,
      winner.action,
      winner.rule
    )
    if let seal = owner.seal, let written {
      let answer = ChatMessage(.assistant, written, toolCalls: calls.calls)
      summary.seal = seal.seal(
        request.messages + [answer],
        risk: riskAfterwards,
        program,
        facts
      )
    }
    return summary
  }

  // MARK: Ends

  private func end(_ stop: StreamStop, _ stage: GuardStage) {
    upstream = nil
    if stop.action == .rewrite, !stop.isPartial, rewritesLeft > 0, let rule = stop.rule {
      rewritesLeft -= 1
      if let failure = record([outputEvent()]) {
        return refuse(failure, .output, isRecorded: true)
      }
      calls.removeAll()
      endings = [:]
      let template = program.policy.template(program.policy.rules[rule].template)
      return begin([addendum, template?.addendum].compactMap { $0 }.joined(separator: "\n"))
    }
    phase = .over
    let stopped = stage == .reasoning ? reasoningGuard : streamGuard
    if let failure = record([stopped.map { event(of: $0, failure: stop.failure) } ?? outputEvent()])
    {
      return refuse(failure, stage, isRecorded: true)
    }
    if !stop.text.isEmpty { write(stop.text, stage) }
    var summary = summary(stage, stop.action, stop.rule)
    summary.failure = stop.failure
    end(.contentFilter, stop.tail, summary)
  }

  /// Ends an answer one of whose calls must not be made; none of them is handed on.
  private func end(_ stopped: ToolCallScreening, _ events: [GuardEvent]) {
    if stopped.decision.isFailure {
      if let failure = record(events) { return refuse(failure, .toolCall, isRecorded: true) }
      return refuse("a detector failed", .toolCall, isRecorded: true)
    }
    phase = .over
    upstream = nil
    if let failure = record(events + [outputEvent()]) {
      return refuse(failure, .toolCall, isRecorded: true)
    }
    let rule = stopped.decision.rule
    let template = rule.flatMap { program.policy.template(program.policy.rules[$0].template) }
    let words = template?.text(in: facts.language) ?? ""
    let isPartial = hasOpening || streamGuard?.hasOutput ?? false
    end(
      .contentFilter,
      words.isEmpty || !isPartial ? words : "\n\n" + words,
      summary(.toolCall, stopped.decision.action, rule)
    )
  }

  /// Ends with a refusal that says what failed.
  private func refuse(_ failure: String, _ stage: GuardStage, isRecorded: Bool = false) {
    phase = .over
    upstream = nil
    var summary = summary(stage, .refuse, nil)
    summary.failure = failure
    if !isRecorded {
      // The refusal stands whether or not this can be recorded.
      if let second = record([failureEvent(failure, stage)]) {
        summary.failure = "\(failure); \(second)"
      }
    }
    let words = program.failureText(summary.failure ?? failure, language: facts.language)
    let isPartial = hasOpening || (streamGuard?.hasOutput ?? false)
    end(.contentFilter, isPartial ? "\n\n" + words : words, summary)
  }

  private func end(_ reason: FinishReason, _ text: String, _ summary: GuardSummary) {
    phase = .over
    if !text.isEmpty { queue.append(.refusal(text)) }
    queue.append(.finished(reason, summary))
  }
}
