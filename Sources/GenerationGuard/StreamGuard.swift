import SafetyCore
import SafetyDetectors
import SafetyPolicy

/// Guards one answer while it is written: takes pieces, says what may go out.
///
/// What goes out in the end hangs on the text alone, not on its pieces, and no byte of a span that an
/// enforced rule withholds ever does. One instance belongs to one answer.
package final class StreamGuard {
  package enum Action: Sendable, Equatable {
    /// Nothing may be written yet.
    case hold
    case release(String)
    /// Judges are to be asked before the text goes on; what comes with it may go out meanwhile.
    case judge(String, JudgedPassage, detectors: [Int])
    /// The answer ends here.
    case stop(StreamStop)
  }

  /// A caution that is to go with the answer.
  package struct Hedge: Sendable, Hashable {
    package var text: String
    package var place: GuardRule.HedgePlace

    package init(text: String, place: GuardRule.HedgePlace) {
      self.text = text
      self.place = place
    }
  }

  // All state is one value, so that a piece costs one check of exclusive access, not each character.
  private var state: StreamGuardState

  /// - Parameters:
  ///   - program: The compiled policy.
  ///   - facts: Of the request.
  ///   - hedges: Cautions that the prompt calls for.
  ///   - stage: Whose rules act: those over `output`, or over `reasoning`.
  ///   - question: What the person asked, for judges.
  ///   - isStructured: Whether cautions are kept in `cautions`, since a program reads the answer.
  /// - Throws: When a detector cannot be set up.
  package init(
    _ program: GuardProgram,
    facts: GuardFacts,
    hedges: [Hedge] = [],
    stage: GuardStage = .output,
    question: String = "",
    isStructured: Bool = false
  ) throws {
    state = try StreamGuardState(program, facts, hedges, stage, question)
    state.isStructured = isStructured
  }

  package var stage: GuardStage { state.stage }
  package var evidence: GuardEvidence { state.evidence }
  package var findings: [StreamFinding] { state.findings }
  /// The most characters held at once.
  package var heldMaximum: Int { state.heldMaximum }
  /// The held characters' sum over all characters.
  package var heldSum: Int { state.heldSum }
  /// Spans of which a byte had been written before they were found; always 0 in a correct build.
  package var breaches: Int { state.breaches }
  /// Whether the text was seen to its end.
  package var isComplete: Bool { state.isComplete }
  /// The characters that have come so far.
  package var characterCount: Int { state.characters }
  /// The decision over what has come so far, that of `output_final` included once it is complete.
  package var finalDecision: GuardDecision { state.finalDecision }
  /// Cautions that a structured answer calls for and does not hold.
  package var cautions: [String] { state.cautions }
  /// Whether anything has gone out or is about to.
  var hasOutput: Bool { state.edits.hasOutput }
  /// One past the last byte that was written as it came.
  var lastWritten: Int { state.edits.lastWritten }

  /// Takes the next piece of the answer; not while judges are asked.
  package func receive(_ piece: String) -> Action { state.receive(piece) }

  /// Takes what judges said of the sentence, and goes on.
  func resolve(_ answers: [JudgeAnswer]) -> Action { state.resolve(answers) }

  /// Learns that the answer is complete.
  package func finish() -> Action { state.finish() }
}

extension GuardProgram {
  /// Whether the answer is cautious already, or declines, so that nothing need be added.
  func isCautious(_ evidence: GuardEvidence) -> Bool {
    policy.detectors.indices.contains {
      [.hedge, .refusal].contains(policy.detectors[$0].kind) && evidence[$0].count > 0
    }
  }

  /// What stands in place of something withheld, such as `[EMAIL]`.
  func placeholder(of finding: StreamFinding) -> String {
    let detector = policy.detectors[finding.detector]
    if let rules = rules(of: detector.kind), rules.indices.contains(finding.term) {
      return "[\(Self.shouted(rules[finding.term].name))]"
    }
    return "[\(Self.shouted(detector.id))]"
  }

  private static func shouted(_ name: String) -> String {
    String(name.uppercased().map { $0 == "-" ? "_" : $0 })
  }

  /// The words of a refusal that has no rule: they say that the guard failed, and at what.
  func failureText(_ reason: String, language: String) -> String {
    let own = policy.template("guard_failure")?.text(in: language)
    return
      "\(own ?? "The safety guard could not check this, so the answer is withheld.") (\(reason))"
  }
}
