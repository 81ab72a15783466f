import SafetyCore
import SafetyPolicy

extension GuardedAnswer {
  func summary(_ stage: GuardStage, _ action: GuardAction, _ rule: Int?) -> GuardSummary {
    let rule = rule.map { program.policy.rules[$0] }
    return GuardSummary(
      request: id,
      stage: stage,
      action: action,
      rule: rule?.id,
      reasonCode: rule?.reasonCode,
      heldMaximum: streamGuard?.heldMaximum ?? 0,
      caution: caution
    )
  }

  /// The words that stand beside the answer; nil where there are none.
  private var caution: String? {
    let texts = besides + (streamGuard?.cautions ?? [])
    return texts.isEmpty ? nil : texts.joined(separator: "\n\n")
  }

  /// Appends records; gives back what failed.
  func record(_ events: [GuardEvent]) async -> String? {
    var events = events
    for index in events.indices {
      events[index].run = owner.run
      events[index].request = id
      events[index].model = owner.generator.name
      events[index].opensConversation = isOpening
      events[index].microseconds = clock.microseconds
    }
    do {
      // A model that is still being hashed keeps its records waiting, and what waits for them.
      let digest = try await owner.generator.digest
      for index in events.indices { events[index].modelSHA256 = digest }
      var records = events.map(\.record)
      if let kept {
        let contents = kept.contents(of: events, calls: calls.calls)
        for (index, contents) in contents.enumerated() { records[index].sealed = contents }
      }
      try await owner.record(records)
      return nil
    } catch {
      return "the decision could not be recorded"
    }
  }

  func events(of screening: GuardScreening) -> [GuardEvent] {
    var events = screening.stages.map {
      GuardEvent($0.decision, $0.findings, $0.evidence, $0.facts, program)
    }
    if let failure = screening.failure { events[events.count - 1].failures.append(failure) }
    return events
  }

  func event(of screening: ToolCallScreening) -> GuardEvent {
    GuardEvent(
      screening.decision,
      screening.findings,
      [screening.evidence],
      screening.facts,
      program
    )
  }

  func outputEvent(failure: String? = nil) -> GuardEvent {
    guard let streamGuard else { return failureEvent(failure ?? "nothing was generated", .output) }
    return event(of: streamGuard, failure: failure)
  }

  /// What became of a text that was guarded while it was written.
  func event(of streamGuard: StreamGuard, failure: String? = nil) -> GuardEvent {
    var event = GuardEvent(
      streamGuard.finalDecision,
      streamGuard.findings,
      [streamGuard.evidence],
      facts,
      program
    )
    event.stage = streamGuard.stage.rawValue
    event.heldMaximum = streamGuard.heldMaximum
    event.writtenBytes = streamGuard.lastWritten
    event.isComplete = streamGuard.isComplete && failure == nil
    if let failure {
      event.failures.append(failure)
      event.action = GuardAction.refuse.rawValue
      event.rule = nil
    }
    return event
  }

  func failureEvent(_ failure: String, _ stage: GuardStage) -> GuardEvent {
    var event = GuardEvent(GuardDecision(stage: stage), [], [], facts, program)
    event.action = GuardAction.refuse.rawValue
    event.failures = [failure]
    event.isComplete = false
    return event
  }
}

/// Adds up the time that the guard itself takes, models aside.
struct GuardClock {
  private var total = Duration.zero
  private var begun: ContinuousClock.Instant?

  mutating func start() { begun = ContinuousClock.now }

  mutating func stop() {
    if let begun { total += ContinuousClock.now - begun }
    begun = nil
  }

  /// The sum so far, what has begun included.
  var microseconds: Int {
    let time = total + (begun.map { ContinuousClock.now - $0 } ?? .zero)
    return Int(
      time.components.seconds * 1_000_000 + time.components.attoseconds / 1_000_000_000_000
    )
  }
}
