import SafetyCore

/// A checked policy over a corpus: which rules are measured, what they may yield, what follows.
package struct CorpusPolicy: Sendable {
  package var name: String
  package var summary: String
  package var words: WordDefinition
  package var detectors: [ConfiguredDetector]
  package let table: RuleTable
  /// By slot of the table; nil where a rule is measured only.
  package var rules: [RulePolicy?]
  package var limits = CorpusLimits()
  /// The bias audit; nil where the policy asks for none.
  package var bias: BiasAuditPolicy?
  /// SHA-256 of the canonical form of everything above.
  package var digest: Digest

  package init(
    name: String,
    summary: String = "",
    words: WordDefinition = .whitespace,
    detectors: [ConfiguredDetector],
    rules: [RulePolicy?],
    limits: CorpusLimits = CorpusLimits(),
    bias: BiasAuditPolicy? = nil
  ) {
    self.name = name
    self.summary = summary
    self.words = words
    self.detectors = detectors
    table = RuleTable(detectors.map(\.descriptor))
    self.rules = rules
    self.limits = limits
    self.bias = bias
    digest = Digest.sha256([])
    digest = Digest.sha256(canonicalForm.canonicalJSON)
  }

  /// The rules that change or remove documents, by name and in order.
  package var actingRules: [String] {
    zip(table.rules, rules).compactMap { rule, policy in
      policy.map { $0.action > .annotate } ?? false ? rule.id.rawValue : nil
    }
  }

  /// Judges the values of one document; a value that is missing fails its rule.
  package func decide(_ inspection: Inspection) -> CorpusDecision {
    decide(values: inspection.values)
  }

  /// Judges stored values, so that another threshold needs no second look at the text.
  package func decide(values: [Double]) -> CorpusDecision {
    var failures: [RuleVerdict] = []
    for (slot, rule) in rules.enumerated() {
      guard let rule else { continue }
      let value = slot < values.count ? values[slot] : .nan
      guard let action = Self.action(of: rule, on: value) else { continue }
      failures.append(
        RuleVerdict(
          rule: slot,
          value: value,
          minimum: rule.minimum,
          maximum: rule.maximum,
          action: action
        )
      )
    }
    return CorpusDecision(failures: failures)
  }

  private static func action(of rule: RulePolicy, on value: Double) -> CorpusAction? {
    // Unknown is never clean: a rule that acts removes what it could not measure.
    guard !value.isNaN else { return max(rule.action, .remove) }
    if let limit = rule.removeAbove, value > Double(limit) { return max(rule.action, .remove) }
    if let minimum = rule.minimum, value < minimum { return rule.action }
    if let maximum = rule.maximum, value > maximum { return rule.action }
    return nil
  }
}
