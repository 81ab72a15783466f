/// The rules of a run in one flat order; a rule's slot in it indexes every array of values.
package struct RuleTable: Sendable, Hashable {
  package let detectors: [DetectorDescriptor]
  /// All rules, detector after detector.
  package let rules: [RuleDescriptor]
  /// The slot of each detector's first rule.
  package let firstSlots: [Int]
  private let slots: [RuleID: Int]

  /// Flattens detectors in the order given.
  package init(_ detectors: [DetectorDescriptor]) {
    self.detectors = detectors
    var rules: [RuleDescriptor] = []
    var firstSlots: [Int] = []
    for detector in detectors {
      firstSlots.append(rules.count)
      rules += detector.rules
    }
    self.rules = rules
    self.firstSlots = firstSlots
    slots = Dictionary(
      zip(rules.map(\.id), rules.indices),
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The slot of a rule, or nil when no detector of the table has it.
  package func slot(of id: RuleID) -> Int? { slots[id] }
}
