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
      let isPersonal = rule.category == .personalData || rule.category == .secrets
      return rule.hasSpans && (isPersonal || statistics.ruleCounts[slot].spans > 0)
    }
  }
}
