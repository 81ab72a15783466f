import SafetyCore

/// What a term of a lexicon speaks of; each case but `context` has a rule of its own.
package enum LexiconCategory: String, Sendable, CaseIterable {
  case toxicity
  case hate
  case insult
  case obscene
  case threat
  case sexual
  case selfHarm = "self_harm"
  case weapons
  case drugs
  case illegal
  /// No list is shipped; a policy withholds what a user's list finds.
  case childSafety = "child_safety"
  /// Words of medicine, news and law, near which other terms weigh less.
  case context

  /// The categories with a rule, in the order of the rules.
  package static let scored = allCases.filter { $0 != .context }

  /// The index of the rule in the detector's descriptor; past its end for `context`.
  var rule: Int { Self.scored.firstIndex(of: self) ?? Self.scored.count }

  /// The name of the rule behind `lexicon/`.
  var ruleName: String { rawValue.split(separator: "_").joined(separator: "-") }

  var category: Category { Category(rawValue: rawValue) }
}
