import SafetyPolicy

/// Cautions beside an answer, and its ends.
extension StreamGuardState {
  mutating func hedge(_ index: Int) {
    let rule = program.policy.rules[index]
    guard hedgedRules.insert(index).inserted else { return }
    let text = program.policy.template(rule.template)?.text(in: facts.language) ?? ""
    switch rule.hedgePlace {
    case .inline: inline.append(text)
    case .prefix where edits.settled == 0 && !edits.hasOutput:
      prefix.append(StreamGuard.Hedge(text: text, place: .prefix))
    default: suffix.append(StreamGuard.Hedge(text: text, place: .suffix))
    }
  }

  mutating func endSentence(at place: Int) {
    if !inline.isEmpty, !program.isCautious(evidence) {
      for text in inline { add(text, as: " " + text, at: place) }
    }
    inline.removeAll()
    if !prefix.isEmpty, place > 0 { settlePrefix() }
  }

  mutating func settlePrefix() {
    if !program.isCautious(evidence) {
      for hedge in prefix { add(hedge.text, as: hedge.text + "\n\n", at: 0) }
    }
    prefix.removeAll()
  }

  mutating func addSuffix() {
    guard !program.isCautious(evidence) else { return }
    var seen: Set<String> = []
    for hedge in suffix where seen.insert(hedge.text).inserted {
      add(hedge.text, as: "\n\n" + hedge.text, at: end)
    }
  }

  /// Puts a caution into the answer, or beside one that a program reads.
  mutating func add(_ caution: String, as inserted: String, at place: Int) {
    guard isStructured else { return edits.insert(inserted, at: place) }
    if !cautions.contains(caution) { cautions.append(caution) }
  }

  mutating func stop(_ action: GuardAction, _ rule: Int, before place: Int) -> StreamStop {
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
