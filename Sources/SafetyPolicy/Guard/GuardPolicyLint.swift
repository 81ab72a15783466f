/// What a policy that is valid may still get wrong; warnings, which `policy check` prints.
package struct GuardPolicyLint: Sendable {
  /// One remark about one part of a policy.
  package struct Warning: Sendable, Hashable {
    /// Kebab-case.
    package var code: String
    package var message: String
  }

  package let warnings: [Warning]

  /// Looks at a policy.
  ///
  /// - Parameters:
  ///   - policy: Checked.
  ///   - today: The day, `YYYY-MM-DD`.
  ///   - phrases: Those of lists included, each with its detector's place in the policy.
  package init(
    _ policy: GuardPolicy,
    today: String,
    phrases: [(detector: Int, text: String)] = []
  ) {
    var found: [Warning] = []
    func warn(_ code: String, _ message: String) {
      found.append(.init(code: code, message: message))
    }
    for rule in policy.rules {
      if let day = rule.expires, day <= today {
        warn("expired-rule", "`\(rule.id)` expired \(day)")
      }
    }
    for exception in policy.exceptions where exception.expires <= today {
      warn("expired-exception", "`\(exception.id)` expired \(exception.expires)")
    }
    if let day = policy.reviewBy, day <= today { warn("review-due", "review was due by \(day)") }
    let used = Set(policy.rules.flatMap(\.detectors))
    for (index, detector) in policy.detectors.enumerated() where !used.contains(index) {
      // Refusal and hedge recognition serve the guard itself.
      guard detector.kind != .refusal, detector.kind != .hedge else { continue }
      warn("unused-detector", "no rule asks `\(detector.id)`")
    }
    let signed = Dictionary(grouping: phrases.filter { Self.holdsSigns($0.text) }, by: \.detector)
    for (index, phrases) in signed.sorted(by: { $0.key < $1.key }) {
      warn(
        "passed-over-signs",
        "`\(policy.detectors[index].id)` passes over the signs of \(phrases.count) "
          + (phrases.count == 1 ? "phrase, " : "phrases, such as ")
          + "`\(phrases[0].text.prefix(60))`, and finds them without; a `pattern` finds signs"
      )
    }
    for (index, rule) in policy.rules.enumerated() {
      guard let earlier = Self.shadowing(policy.rules[..<index], rule) else { continue }
      warn("shadowed-rule", "`\(rule.id)` never wins: `\(earlier.id)` holds whenever it does")
    }
    for category in policy.categories
    where policy.rules.contains(where: { $0.category == category.id }) {
      let rules = Set(policy.rules.filter { $0.category == category.id }.map(\.id))
      if !policy.tests.contains(where: {
        $0.kind != .mustPass && $0.rule.map(rules.contains) ?? false
      }) {
        warn("untested-category", "no test expects a rule of `\(category.id)`")
      }
    }
    if !policy.tests.contains(where: { $0.kind == .mustPass }) {
      warn("no-must-pass", "no test says what must pass")
    }
    warnings = found
  }

  /// Whether a phrase holds signs that say something; a full stop, a hyphen or a quote does not.
  private static func holdsSigns(_ phrase: String) -> Bool {
    phrase.unicodeScalars.contains { scalar in
      if "#%&*@".unicodeScalars.contains(scalar) { return true }
      switch scalar.properties.generalCategory {
      case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
        // What stands for letters, such as ™, is read as them.
        return !scalar.properties.changesWhenNFKCCaseFolded
      default: return false
      }
    }
  }

  /// An earlier rule with the same condition in the same stages that is at least as grave.
  private static func shadowing(_ earlier: ArraySlice<GuardRule>, _ rule: GuardRule) -> GuardRule? {
    earlier.first {
      $0.condition == rule.condition && $0.exclusion == nil && $0.mode == .enforce
        && rule.mode == .enforce && $0.stages.isSuperset(of: rule.stages)
        && $0.rolloutPercent >= 100 && $0.expires == nil
        && ($0.action.rank, $0.severity.rawValue) >= (rule.action.rank, rule.severity.rawValue)
        && ($0.escalates || !rule.escalates)
    }
  }
}
