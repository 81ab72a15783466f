import SafetyCore

/// A rule that failed on a document, with what was measured and what the policy allows.
package struct RuleVerdict: Sendable, Hashable {
  /// Slot of the run's rule table.
  package var rule: Int
  /// NaN when the detector did not record a value: unknown is never clean.
  package var value: Double
  package var minimum: Double?
  package var maximum: Double?
  package var action: CorpusAction
  /// What the document is a copy of, where somebody knows.
  package var original: OriginalDocument?

  package init(
    rule: Int,
    value: Double,
    minimum: Double? = nil,
    maximum: Double? = nil,
    action: CorpusAction
  ) {
    self.rule = rule
    self.value = value
    self.minimum = minimum
    self.maximum = maximum
    self.action = action
  }
}

/// Everything a policy says about one document: every failed rule and the gravest action.
package struct CorpusDecision: Sendable, Hashable {
  /// Failed rules in ascending order of slot.
  package var failures: [RuleVerdict]

  package init(failures: [RuleVerdict] = []) { self.failures = failures }

  /// The gravest action of the failed rules, or nil where the document stays as it is.
  package var action: CorpusAction? { failures.lazy.map(\.action).max() }

  /// False when the document goes to `removed/` or is withheld.
  package var isKept: Bool { (action ?? .annotate) < .remove }

  /// The failed rule that names the removal: the first with the gravest action.
  package var reason: RuleVerdict? {
    guard let action else { return nil }
    return failures.first { $0.action == action }
  }
}
