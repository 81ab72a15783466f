import SafetyCore

extension FilterReport {
  /// Rules shown in the overlap matrix.
  static let overlapRules = 12

  /// Slots of a category's rules.
  func slots(of category: Category) -> [Int] {
    statistics.table.rules.indices.filter { statistics.table.rules[$0].category == category }
  }

  /// Slots of personal data and secrets, and of other rules that named spans.
  var spanSlots: [Int] {
    statistics.table.rules.indices.filter { slot in
      let rule = statistics.table.rules[slot]
      return rule.hasSpans && (isPersonal(slot) || statistics.ruleCounts[slot].spans > 0)
    }
  }

  /// Whether a rule finds personal data or secrets.
  func isPersonal(_ slot: Int) -> Bool {
    let category = statistics.table.rules[slot].category
    return category == .personalData || category == .secrets
  }
}
