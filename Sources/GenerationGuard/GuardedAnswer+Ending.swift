import SafetyCore
import SafetyPolicy

/// The ways in which an answer ends: complete, stopped by a rule, refused.
extension GuardedAnswer {
  /// Goes one step on at the end: both texts are closed, calls are looked at, all is recorded.
  func finish(_ reason: FinishReason) async throws {
    guard let streamGuard else { return phase = .over }
    clock.start()
    defer { clock.stop() }
    if let reasoningGuard, endings[.reasoning] == nil {
      return await take(reasoningGuard.finish(), .reasoning)
    }
    if endings[.output] == nil { return await take(streamGuard.finish(), .output) }
    calls.addIDs(id)
    var screenings: [ToolCallScreening] = []
    do {
      for call in calls.calls { screenings.append(try await program.screen(call, facts)) }
    } catch let error as CancellationError {
      return try await giveUp(error, outputEvent(failure: Self.givenUp))
    } catch { return await refuse("a detector could not be set up", .toolCall) }
    await complete(reason, screenings)
  }

  private func complete(_ reason: FinishReason, _ screenings: [ToolCallScreening]) async {
    var events: [GuardEvent] = []
    if let reasoningGuard, reasoningGuard.characterCount > 0 {
      events.append(event(of: reasoningGuard))
    }
    events += screenings.map { event(of: $0) }
    if let stopped = screenings.first(where: { $0.decision.action.endsAnswer }) {
      return await end(stopped, events)
    }
    phase = .over
    upstream = nil
    if let failure = await record(events + [outputEvent()]) {
      return await refuse(failure, .output, isRecorded: true)
    }
    for stage in [GuardStage.reasoning, .output] {
      if case .release(let text)? = endings[stage] { write(text, stage) }
    }
    for (index, call) in calls.calls.enumerated() { queue.append(.toolCall(call, index: index)) }
    queue.append(.finished(reason, finalSummary(screenings)))
  }

  private func finalSummary(_ screenings: [ToolCallScreening]) -> GuardSummary {
    // What the prompt called for was done to this answer too; of equal ones the answer's counts.
    let decisions =
      [streamGuard?.finalDecision].compactMap { $0 } + screenings.map(\.decision)
      + [screened].compactMap { $0 }
    let winner = decisions.reduce(decisions[0]) { $1.action.rank > $0.action.rank ? $1 : $0 }
    var summary = summary(
      winner.stage == .outputFinal ? .output : winner.stage,
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

  func end(_ stop: StreamStop, _ stage: GuardStage) async {
    upstream = nil
    if stop.action == .rewrite, !stop.isPartial, rewritesLeft > 0, let rule = stop.rule {
      rewritesLeft -= 1
      if let failure = await record([outputEvent()]) {
        return await refuse(failure, .output, isRecorded: true)
      }
      calls.removeAll()
      kept?.beginAnew()
      endings = [:]
      let template = program.policy.template(program.policy.rules[rule].template)
      return await begin([addendum, template?.addendum].compactMap { $0 }.joined(separator: "\n"))
    }
    phase = .over
    let stopped = stage == .reasoning ? reasoningGuard : streamGuard
    if let failure = await record([
      stopped.map { event(of: $0, failure: stop.failure) } ?? outputEvent()
    ]) {
      return await refuse(failure, stage, isRecorded: true)
    }
    if !stop.text.isEmpty { write(stop.text, stage) }
    var summary = summary(stage, stop.action, stop.rule)
    summary.failure = stop.failure
    end(.contentFilter, stop.tail, summary)
  }

  /// Ends an answer one of whose calls must not be made; none of them is handed on.
  private func end(_ stopped: ToolCallScreening, _ events: [GuardEvent]) async {
    if stopped.decision.isFailure {
      if let failure = await record(events) {
        return await refuse(failure, .toolCall, isRecorded: true)
      }
      return await refuse("a detector failed", .toolCall, isRecorded: true)
    }
    phase = .over
    upstream = nil
    if let failure = await record(events + [outputEvent()]) {
      return await refuse(failure, .toolCall, isRecorded: true)
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
  func refuse(_ failure: String, _ stage: GuardStage, isRecorded: Bool = false) async {
    phase = .over
    upstream = nil
    var summary = summary(stage, .refuse, nil)
    summary.failure = failure
    if !isRecorded {
      // The refusal stands whether or not this can be recorded.
      if let second = await record([failureEvent(failure, stage)]) {
        summary.failure = "\(failure); \(second)"
      }
    }
    let words = program.failureText(summary.failure ?? failure, language: facts.language)
    let isPartial = hasOpening || (streamGuard?.hasOutput ?? false)
    end(.contentFilter, isPartial ? "\n\n" + words : words, summary)
  }

  func end(_ reason: FinishReason, _ text: String, _ summary: GuardSummary) {
    phase = .over
    if !text.isEmpty { queue.append(.refusal(text)) }
    queue.append(.finished(reason, summary))
  }
}
