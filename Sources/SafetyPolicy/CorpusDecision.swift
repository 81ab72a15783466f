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
