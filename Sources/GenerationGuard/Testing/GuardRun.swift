import SafetyDetectors
import SafetyPolicy

/// One answer run through the guard in pieces, with everything that went out.
package struct GuardRun: Sendable, Equatable {
  /// What was written, the guard's own words included.
  package var output = ""
  /// How much of it is the end of an answer that was ended.
  package var tail = ""
  package var action = GuardAction.allow
  package var rule: Int?
  package var heldMaximum = 0
  package var heldSum = 0
  package var breaches = 0

  /// Runs pieces through a fresh guard whose judges, where there are any, count as failed.
  package init(
    _ program: GuardProgram,
    _ pieces: [String],
    facts: GuardFacts = GuardFacts(),
    hedges: [StreamGuard.Hedge] = [],
    stage: GuardStage = .output
  ) throws {
    let streamGuard = try Self.guarding(program, facts, hedges, stage)
    func settled(_ action: StreamGuard.Action) -> StreamGuard.Action {
      var action = action
      while case .judge(let text, _, let detectors) = action {
        output += text
        action = streamGuard.resolve(detectors.map { Self.unasked($0, program) })
      }
      return action
    }
    for piece in pieces {
      try Task.checkCancellation()
      take(settled(streamGuard.receive(piece)))
    }
    take(settled(streamGuard.finish()))
    conclude(streamGuard)
  }

  /// Runs pieces through a fresh guard and asks its judges.
  package static func asking(
    _ program: GuardProgram,
    _ pieces: [String],
    facts: GuardFacts = GuardFacts(),
    stage: GuardStage = .output
  ) async throws -> GuardRun {
    guard !program.judges.isEmpty else {
      return try GuardRun(program, pieces, facts: facts, stage: stage)
    }
    var run = GuardRun()
    let streamGuard = try guarding(program, facts, [], stage)
    for piece in pieces.map(Optional.some) + [nil] {
      try Task.checkCancellation()
      var action = piece.map(streamGuard.receive) ?? streamGuard.finish()
      while case .judge(let text, let passage, let detectors) = action {
        run.output += text
        action = streamGuard.resolve(await program.ask(detectors, about: passage))
      }
      run.take(action)
    }
    run.conclude(streamGuard)
    return run
  }

  private init() {}

  private static func guarding(
    _ program: GuardProgram,
    _ facts: GuardFacts,
    _ hedges: [StreamGuard.Hedge],
    _ stage: GuardStage
  ) throws -> StreamGuard {
    try StreamGuard(
      program,
      facts: facts,
      hedges: hedges,
      stage: stage == .reasoning ? stage : .output
    )
  }

  private static func unasked(_ detector: Int, _ program: GuardProgram) -> JudgeAnswer {
    JudgeAnswer(
      detector: detector,
      failure: "\(program.policy.detectors[detector].id) was not asked"
    )
  }

  private mutating func conclude(_ streamGuard: StreamGuard) {
    let decision = streamGuard.finalDecision
    if rule == nil, action == .allow {
      action = decision.action
      rule = decision.rule
    }
    heldMaximum = streamGuard.heldMaximum
    heldSum = streamGuard.heldSum
    breaches = streamGuard.breaches
  }

  private mutating func take(_ action: StreamGuard.Action) {
    switch action {
    case .hold, .judge: break
    case .release(let text): output += text
    case .stop(let stop):
      output += stop.text + stop.tail
      tail = stop.tail
      self.action = stop.action
      rule = stop.rule
    }
  }
}
