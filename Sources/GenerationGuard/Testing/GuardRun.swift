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

  /// Runs pieces through a fresh guard.
  package init(
    _ program: GuardProgram,
    _ pieces: [String],
    facts: GuardFacts = GuardFacts(),
    hedges: [StreamGuard.Hedge] = []
  ) throws {
    let streamGuard = try StreamGuard(program, facts: facts, hedges: hedges)
    for piece in pieces { take(streamGuard.receive(piece)) }
    take(streamGuard.finish())
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
    case .hold: break
    case .release(let text): output += text
    case .stop(let stop):
      output += stop.text + stop.tail
      tail = stop.tail
      self.action = stop.action
      rule = stop.rule
    }
  }
}
