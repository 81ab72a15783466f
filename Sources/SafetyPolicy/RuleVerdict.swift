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
