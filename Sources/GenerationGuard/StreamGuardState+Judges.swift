import SafetyCore
import SafetyDetectors
import SafetyPolicy

/// Asking judges about the sentence at hand, and what becomes of their answers.
extension StreamGuardState {
  /// Goes on with what has come until judges must be asked; where that is hangs on the text alone.
  mutating func proceed() -> StreamGuard.Action {
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
}
