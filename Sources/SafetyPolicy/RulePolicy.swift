/// What a policy allows a rule to measure, and what happens otherwise.
package struct RulePolicy: Sendable, Hashable {
  /// The least and greatest value that pass.
  package var minimum: Double?
  package var maximum: Double?
  package var action: CorpusAction
  /// More spans than this remove the document instead of being edited.
  package var removeAbove: Int?

  package init(
    minimum: Double? = nil,
    maximum: Double? = nil,
    action: CorpusAction,
    removeAbove: Int? = nil
  ) {
    self.minimum = minimum
    self.maximum = maximum
    self.action = action
    self.removeAbove = removeAbove
  }
}
