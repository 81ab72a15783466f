/// What a cascade of classifiers says about how it settled a document, as the values of three rules.
///
/// The detector writes them and the report counts them; neither knows the other.
package enum CascadeRecord {
  package static let detector = "toxicity-cascade"
  package static let stageRule = RuleID("toxicity-cascade/stage")
  package static let flaggedRule = RuleID("toxicity-cascade/flagged")
  package static let auditRule = RuleID("toxicity-cascade/audit")

  /// The stage after which nothing of a document was left to look at, from the cheapest on.
  package enum Stage: Int, Sendable, CaseIterable {
    /// The lexicon and the linear classifier, which look together.
    case linear = 1
    case tiny
    case small
  }

  /// What the audit sample says of a document.
  package enum Audit: Int, Sendable, CaseIterable {
    case notSampled = 0
    /// The last stage flags nothing in the whole of it, nor did the cascade.
    case clean
    /// The last stage flags what the stages before it cleared.
    case missed
    /// The cascade flagged it.
    case flagged
  }
}
