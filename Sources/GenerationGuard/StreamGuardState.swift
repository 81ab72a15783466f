import SafetyCore
import SafetyDetectors
import SafetyPolicy

/// All that a guard knows of one answer, and its thinking.
struct StreamGuardState {
  let program: GuardProgram
  let facts: GuardFacts
  /// `output` or `reasoning`.
  let stage: GuardStage
  var scanner: GuardScanner
  var edits = StreamEdits()
  var end = 0
  var sentence = SentenceEnd()
  /// Cautions for the beginning, until it is known whether the answer is cautious itself.
  var prefix: [StreamGuard.Hedge]
  var suffix: [StreamGuard.Hedge]
  var inline: [String] = []
  var hedgedRules: Set<Int> = []
  /// Whether a program reads the answer, which must hold no caution then.
  var isStructured = false
  /// Cautions of a structured answer.
  var cautions: [String] = []
  var characters = 0
  var isOver = false
  /// Whether the text was seen to its end.
  var isComplete = false
  var hasNotedFailures = false
  /// What judges are asked about; nil where the policy has none for the stage.
  var sentences: JudgedSentences?
  let question: String
  let judgedStages: [GuardStage]
  /// Whether a sentence waits until its judges have passed it.
  let holdsSentences: Bool
  /// The text so far, kept for judges only.
  var answer = ""
  /// What has come and waits for judges.
  var backlog: [Unicode.Scalar] = []
  var backlogPlace = 0
  /// Whether the sentence was found to end before the scalar at hand.
  var hasAsked = false
  var isEnding = false

  var evidence: GuardEvidence
  var findings: [StreamFinding] = []
  /// The most characters held at once, and their sum over all characters.
  var heldMaximum = 0
  var heldSum = 0
  /// Spans of which a byte had been written before they were found; always 0 in a correct build.
  var breaches = 0

  init(
    _ program: GuardProgram,
    _ facts: GuardFacts,
    _ hedges: [StreamGuard.Hedge],
    _ stage: GuardStage,
    _ question: String
  ) throws {
    self.program = program
    self.question = question
    self.facts = facts
    self.stage = stage
    scanner = try GuardScanner(program)
    prefix = hedges.filter { $0.place == .prefix }
    suffix = hedges.filter { $0.place != .prefix }
    evidence = GuardEvidence(detectorCount: program.policy.detectors.count)
    let stages = [stage] + stage.atItsEnd
    let asked = stages.reduce(into: Set<Int>()) { $0.formUnion(program.asked[$1] ?? []) }
    if !asked.isDisjoint(with: program.judges.keys) {
      sentences = JudgedSentences(longest: program.policy.streaming.segmentCharacters)
    }
    judgedStages = stages
    holdsSentences = asked.contains { program.judges[$0] != nil && program.gating.contains($0) }
  }

  /// What the rules of the stage say of all that has come so far.
  var decision: GuardDecision { program.policy.decide(stage, evidence, facts) }

  /// The decision over what has come so far, that of `output_final` included once it is complete.
  var finalDecision: GuardDecision {
    isComplete ? program.policy.decideWhole(stage, evidence, facts) : decision
  }

  /// Takes the next piece of the answer; not while judges are asked.
  mutating func receive(_ piece: String) -> StreamGuard.Action {
    guard !isOver else { return .hold }
    guard sentences == nil else {
      backlog += piece.unicodeScalars
      return proceed()
    }
    for scalar in piece.unicodeScalars {
      if let stop = take(scalar) { return .stop(stop) }
    }
    return released()
  }

  /// Learns that the answer is complete.
  mutating func finish() -> StreamGuard.Action {
    guard !isOver else { return .hold }
    guard sentences == nil else {
      isEnding = true
      return proceed()
    }
    return complete()
  }

  mutating func complete() -> StreamGuard.Action {
    isOver = true
    scanner.finish(at: end)
    isComplete = true
    if let stop = judge() ?? judgeWhole() { return .stop(stop) }
    settlePrefix()
    for text in inline { add(text, as: " " + text, at: end) }
    addSuffix()
    edits.settle(before: .max)
    return released()
  }

  mutating func released() -> StreamGuard.Action {
    let text = edits.takeOutput()
    return text.isEmpty ? .hold : .release(text)
  }

  @inline(__always)
  mutating func take(_ scalar: Unicode.Scalar) -> StreamStop? {
    let start = end
    end += UTF8.width(scalar)
    if sentence.ends(before: scalar.value) { endSentence(at: start) }
    edits.append(scalar)
    characters += 1
    scanner.feed(scalar.value, start, end)
    if scanner.hasFindings || scanner.hasFailed != hasNotedFailures, let stop = judge() {
      return stop
    }
    if !prefix.isEmpty, characters >= GuardProgram.prefixHold { settlePrefix() }
    // Everything before the first place that may yet be withheld is settled.
    if prefix.isEmpty { edits.settle(before: min(gateStart, end)) }
    heldMaximum = max(heldMaximum, edits.held)
    heldSum += edits.held
    return nil
  }

  /// The first byte that may yet have to be withheld.
  @inline(__always)
  var gateStart: Int {
    guard holdsSentences, let start = sentences?.start else { return scanner.gateStart }
    return min(scanner.gateStart, start)
  }
}
