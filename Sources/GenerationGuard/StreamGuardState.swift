import SafetyCore
import SafetyDetectors
import SafetyPolicy

/// All that a guard knows of one answer, and its thinking.
struct StreamGuardState {
  let program: GuardProgram
  let facts: GuardFacts
  /// `output` or `reasoning`.
  let stage: GuardStage
  private var scanner: GuardScanner
  var edits = StreamEdits()
  private var end = 0
  private var sentence = SentenceEnd()
  /// Cautions for the beginning, until it is known whether the answer is cautious itself.
  private var prefix: [StreamGuard.Hedge]
  private var suffix: [StreamGuard.Hedge]
  private var inline: [String] = []
  private var hedgedRules: Set<Int> = []
  private(set) var characters = 0
  var isOver = false
  /// Whether the text was seen to its end.
  private(set) var isComplete = false
  private var hasNotedFailures = false
  /// What judges are asked about; nil where the policy has none for the stage.
  private var sentences: JudgedSentences?
  private let question: String
  private let judgedStages: [GuardStage]
  /// Whether a sentence waits until its judges have passed it.
  private let holdsSentences: Bool
  /// The text so far, kept for judges only.
  private var answer = ""
  /// What has come and waits for judges.
  private var backlog: [Unicode.Scalar] = []
  private var backlogPlace = 0
  /// Whether the sentence was found to end before the scalar at hand.
  private var hasAsked = false
  private var isEnding = false

  private(set) var evidence: GuardEvidence
  private(set) var findings: [StreamFinding] = []
  /// The most characters held at once, and their sum over all characters.
  private(set) var heldMaximum = 0
  private(set) var heldSum = 0
  /// Spans of which a byte had been written before they were found; always 0 in a correct build.
  private(set) var breaches = 0

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
    let stages: [GuardStage] = stage == .output ? [.output, .outputFinal] : [stage]
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
    let running = decision
    guard isOver, stage == .output else { return running }
    let whole = program.policy.decide(.outputFinal, evidence, facts)
    return whole.action.rank > running.action.rank ? whole : running
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

  private mutating func complete() -> StreamGuard.Action {
    isOver = true
    scanner.finish(at: end)
    isComplete = true
    if let stop = judge() ?? judgeWhole() { return .stop(stop) }
    settlePrefix()
    for text in inline { edits.insert(text, at: end) }
    addSuffix()
    edits.settle(before: .max)
    return released()
  }

  private mutating func released() -> StreamGuard.Action {
    let text = edits.takeOutput()
    return text.isEmpty ? .hold : .release(text)
  }

  @inline(__always)
  private mutating func take(_ scalar: Unicode.Scalar) -> StreamStop? {
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
  private var gateStart: Int {
    guard holdsSentences, let start = sentences?.start else { return scanner.gateStart }
    return min(scanner.gateStart, start)
  }

  // MARK: Judges

  /// Goes on with what has come until judges must be asked; where that is hangs on the text alone.
  private mutating func proceed() -> StreamGuard.Action {
    while backlogPlace < backlog.count {
      let scalar = backlog[backlogPlace]
      if !hasAsked, sentences?.ends(before: scalar) ?? false {
        hasAsked = true
        if let question = askJudges() { return question }
      }
      hasAsked = false
      backlogPlace += 1
      answer.unicodeScalars.append(scalar)
      let start = end
      let isFull = sentences?.take(scalar, start, start + UTF8.width(scalar)) ?? false
      if let stop = take(scalar) { return .stop(stop) }
      if isFull, let question = askJudges() { return question }
    }
    backlog.removeAll(keepingCapacity: true)
    backlogPlace = 0
    guard isEnding else { return released() }
    if sentences?.start != nil, let question = askJudges() { return question }
    return complete()
  }

  /// The question about the sentence at hand; nil where nobody need be asked.
  private mutating func askJudges() -> StreamGuard.Action? {
    guard let sentence = sentences?.text else { return nil }
    let asked = program.asking(judgedStages, evidence, facts)
    guard !asked.isEmpty else {
      sentences?.close()
      return nil
    }
    let passage = JudgedPassage(
      question: question,
      answer: answer,
      sentence: String(sentence)
    )
    return .judge(edits.takeOutput(), passage, detectors: asked)
  }

  /// Takes what judges said of the sentence, and goes on.
  mutating func resolve(_ answers: [JudgeAnswer]) -> StreamGuard.Action {
    guard !isOver, let start = sentences?.start, let place = sentences?.place else { return .hold }
    let span = start..<place
    for answer in answers {
      program.note(answer, in: &evidence)
      guard let score = answer.score else { continue }
      findings.append(StreamFinding(detector: answer.detector, span: span, score: score))
      if let stop = act(on: answer.detector, at: span) { return .stop(stop) }
    }
    if answers.contains(where: { $0.failure != nil }), decision.isFailure {
      let failure = answers.compactMap(\.failure).first ?? "a detector failed"
      // Of the sentence that nobody judged nothing may go out.
      return .stop(fail(failure))
    }
    sentences?.close()
    if prefix.isEmpty { edits.settle(before: min(gateStart, end)) }
    return proceed()
  }

  private mutating func act(on detector: Int, at span: Range<Int>) -> StreamStop? {
    guard isAsked(detector) else { return nil }
    let decision = program.policy.decide(stage, evidence, facts, touching: detector)
    if decision.action.endsAnswer, let rule = decision.rule {
      return stop(decision.action, rule, before: min(span.lowerBound, gateStart))
    }
    for proposal in decision.proposals
    where proposal.standing == .enforced && proposal.action == .hedge {
      hedge(proposal.rule)
    }
    return nil
  }

  // MARK: Rules

  /// Acts on what was found with the last character.
  private mutating func judge() -> StreamStop? {
    if let failure = noteFailures() { return failure }
    let fresh = scanner.takeFindings()
    guard !fresh.isEmpty else { return nil }
    // Where one finding ends the answer, nothing of the others found with it may go out.
    let first = fresh.map(\.span.lowerBound).min() ?? end
    for finding in fresh {
      findings.append(finding)
      guard program.note(finding, in: &evidence), isAsked(finding.detector)
      else { continue }
      let decision = program.policy.decide(stage, evidence, facts, touching: finding.detector)
      if decision.action.endsAnswer, let rule = decision.rule {
        return stop(decision.action, rule, before: min(first, gateStart))
      }
      for proposal in decision.proposals where proposal.standing == .enforced {
        if let stop = apply(proposal, to: finding) { return stop }
      }
    }
    return nil
  }

  private func isAsked(_ detector: Int) -> Bool {
    program.asked[stage]?.contains(detector) ?? false
  }

  private mutating func apply(
    _ proposal: GuardDecision.Proposal,
    to finding: StreamFinding
  ) -> StreamStop? {
    switch proposal.action {
    case .redact:
      let text = finding.isContinuation ? "" : program.placeholder(of: finding)
      guard edits.replace(finding.span, with: text) else {
        breaches += 1
        return fail("a span to be withheld had been written in part")
      }
    case .hedge: hedge(proposal.rule)
    default: break
    }
    return nil
  }

  private mutating func noteFailures() -> StreamStop? {
    guard scanner.hasFailed, !hasNotedFailures else { return nil }
    hasNotedFailures = true
    for failure in scanner.failures {
      for detector in failure.detectors { evidence.fail(detector, failure.reason) }
    }
    let decision = self.decision
    guard decision.isFailure else { return nil }
    return fail(scanner.failures.first?.reason ?? "a detector failed")
  }

  /// Applies the rules that need the whole answer.
  private mutating func judgeWhole() -> StreamStop? {
    guard stage == .output else { return nil }
    let decision = program.policy.decide(.outputFinal, evidence, facts)
    if decision.isFailure { return fail(scanner.failures.first?.reason ?? "a detector failed") }
    if decision.action.endsAnswer, let rule = decision.rule {
      return stop(decision.action, rule, before: edits.settled)
    }
    for proposal in decision.proposals
    where proposal.standing == .enforced && proposal.action == .hedge {
      hedge(proposal.rule)
    }
    return nil
  }

  // MARK: Cautions

  private mutating func hedge(_ index: Int) {
    let rule = program.policy.rules[index]
    guard hedgedRules.insert(index).inserted else { return }
    let text = program.policy.template(rule.template)?.text(in: facts.language) ?? ""
    switch rule.hedgePlace {
    case .inline: inline.append(" " + text)
    case .prefix where edits.settled == 0 && !edits.hasOutput:
      prefix.append(StreamGuard.Hedge(text: text, place: .prefix))
    default: suffix.append(StreamGuard.Hedge(text: text, place: .suffix))
    }
  }

  private mutating func endSentence(at place: Int) {
    if !inline.isEmpty, !program.isCautious(evidence) {
      for text in inline { edits.insert(text, at: place) }
    }
    inline.removeAll()
    if !prefix.isEmpty, place > 0 { settlePrefix() }
  }

  private mutating func settlePrefix() {
    if !program.isCautious(evidence) {
      for hedge in prefix { edits.insert(hedge.text + "\n\n", at: 0) }
    }
    prefix.removeAll()
  }

  private mutating func addSuffix() {
    guard !program.isCautious(evidence) else { return }
    var seen: Set<String> = []
    for hedge in suffix where seen.insert(hedge.text).inserted {
      edits.insert("\n\n" + hedge.text, at: end)
    }
  }

  // MARK: Ends

  private mutating func stop(_ action: GuardAction, _ rule: Int, before place: Int) -> StreamStop {
    isOver = true
    if prefix.isEmpty { edits.settle(before: min(place, end)) }
    let isPartial = edits.hasOutput
    let text = edits.takeOutput()
    var tail = ""
    if program.policy.streaming.onCut == .refusalTail {
      tail =
        program.policy.template(program.policy.rules[rule].template)?
        .text(in: facts.language) ?? ""
    }
    if isPartial, !tail.isEmpty { tail = "\n\n" + tail }
    return StreamStop(text: text, tail: tail, isPartial: isPartial, action: action, rule: rule)
  }

  mutating func fail(_ reason: String) -> StreamStop {
    isOver = true
    let isPartial = edits.hasOutput
    let text = edits.takeOutput()
    let words = program.failureText(reason, language: facts.language)
    return StreamStop(
      text: text,
      tail: isPartial ? "\n\n" + words : words,
      isPartial: isPartial,
      action: .refuse,
      failure: reason
    )
  }
}
