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
    warnings =
      Self.overdue(policy, today: today) + Self.unusedDetectors(policy)
      + Self.passedOverSigns(policy, phrases) + Self.shadowedRules(policy)
      + Self.missingTests(policy)
  }

  /// Days that have come, of rules, exceptions and the policy itself.
  private static func overdue(_ policy: GuardPolicy, today: String) -> [Warning] {
    var found: [Warning] = []
    for rule in policy.rules {
      if let day = rule.expires, day <= today {
        found.append(.init(code: "expired-rule", message: "`\(rule.id)` expired \(day)"))
      }
    }
    for exception in policy.exceptions where exception.expires <= today {
      let message = "`\(exception.id)` expired \(exception.expires)"
      found.append(.init(code: "expired-exception", message: message))
    }
    if let day = policy.reviewBy, day <= today {
      found.append(.init(code: "review-due", message: "review was due by \(day)"))
    }
    return found
  }

  private static func unusedDetectors(_ policy: GuardPolicy) -> [Warning] {
    let used = Set(policy.rules.flatMap(\.detectors))
    return policy.detectors.enumerated().compactMap { index, detector in
      // Refusal and hedge recognition serve the guard itself.
      guard !used.contains(index), detector.kind != .refusal, detector.kind != .hedge else {
        return nil
      }
      return Warning(code: "unused-detector", message: "no rule asks `\(detector.id)`")
    }
  }

  private static func passedOverSigns(
    _ policy: GuardPolicy,
    _ phrases: [(detector: Int, text: String)]
  ) -> [Warning] {
    let signed = Dictionary(grouping: phrases.filter { holdsSigns($0.text) }, by: \.detector)
    return signed.sorted { $0.key < $1.key }.map { index, phrases in
      Warning(
        code: "passed-over-signs",
        message: "`\(policy.detectors[index].id)` passes over the signs of \(phrases.count) "
          + (phrases.count == 1 ? "phrase, " : "phrases, such as ")
          + "`\(phrases[0].text.prefix(60))`, and finds them without; a `pattern` finds signs"
      )
    }
  }

  private static func shadowedRules(_ policy: GuardPolicy) -> [Warning] {
    policy.rules.enumerated().compactMap { index, rule in
      guard let earlier = shadowing(policy.rules[..<index], rule) else { return nil }
      return Warning(
        code: "shadowed-rule",
        message: "`\(rule.id)` never wins: `\(earlier.id)` holds whenever it does"
      )
    }
  }

  /// Categories whose enforced rules no test expects, and the lack of a text that must pass.
  private static func missingTests(_ policy: GuardPolicy) -> [Warning] {
    var found: [Warning] = []
    for category in policy.categories {
      let rules = Set(
        policy.rules.filter { $0.category == category.id && $0.mode == .enforce }.map(\.id)
      )
      let isTested = policy.tests.contains {
        $0.kind != .mustPass && $0.rule.map(rules.contains) ?? false
      }
      guard !rules.isEmpty, !isTested else { continue }
      let message = "no test expects a rule of `\(category.id)`"
      found.append(.init(code: "untested-category", message: message))
    }
    if !policy.tests.contains(where: { $0.kind == .mustPass }) {
      found.append(.init(code: "no-must-pass", message: "no test says what must pass"))
    }
    return found
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
