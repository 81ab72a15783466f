import SafetyCore
import SafetyPolicy

/// The documents closest to each threshold, five on either side, earlier ones first among equals.
package struct NearMisses: Sendable, Hashable {
  /// One end of a rule's allowed range.
  package struct Bound: Sendable, Hashable {
    package let slot: Int
    package let threshold: Double
    package let isMinimum: Bool
  }

  package let bounds: [Bound]
  /// Two lists a bound: documents that just passed, then documents that just failed.
  package var lists: [[DocumentReference]]
  /// The distance a document must beat to enter the list.
  var limits: [Double]
  static let size = 5

  init(rules: [RulePolicy?], descriptors: [RuleDescriptor]) {
    var bounds: [Bound] = []
    for (slot, rule) in rules.enumerated() {
      guard let rule, Self.isRanked(rule, descriptors[slot]) else { continue }
      if let minimum = rule.minimum {
        bounds.append(Bound(slot: slot, threshold: minimum, isMinimum: true))
      }
      if let maximum = rule.maximum {
        bounds.append(Bound(slot: slot, threshold: maximum, isMinimum: false))
      }
    }
    self.bounds = bounds
    lists = [[DocumentReference]](repeating: [], count: bounds.count * 2)
    limits = [Double](repeating: .infinity, count: bounds.count * 2)
  }

  /// Documents that just passed the bound, closest first.
  package func passed(_ bound: Int) -> [DocumentReference] { lists[bound * 2] }

  /// Documents that just failed the bound, closest first.
  package func failed(_ bound: Int) -> [DocumentReference] { lists[bound * 2 + 1] }

  mutating func add(_ outcome: DocumentOutcome) {
    for index in bounds.indices {
      let slot = bounds[index].slot
      guard slot < outcome.values.count else { continue }
      let difference = outcome.values[slot] - bounds[index].threshold
      let margin = bounds[index].isMinimum ? difference : -difference
      let list = index * 2 + (margin >= 0 ? 0 : 1)
      // A NaN compares false and never enters.
      guard abs(margin) < limits[list] else { continue }
      insert(DocumentReference(outcome, rule: slot), into: list)
    }
  }

  /// A flag or a redaction has no near side.
  private static func isRanked(_ rule: RulePolicy, _ descriptor: RuleDescriptor) -> Bool {
    guard descriptor.quantity != .flag else { return false }
    return rule.action == .annotate || rule.action >= .remove
  }

  private mutating func insert(_ reference: DocumentReference, into list: Int) {
    let threshold = bounds[list / 2].threshold
    let distance = abs(reference.value - threshold)
    let place = lists[list].firstIndex { abs($0.value - threshold) > distance }
    lists[list].insert(reference, at: place ?? lists[list].count)
    if lists[list].count > Self.size { lists[list].removeLast() }
    updateLimit(list)
  }

  mutating func updateLimit(_ list: Int) {
    guard lists[list].count >= Self.size, let last = lists[list].last else {
      limits[list] = .infinity
      return
    }
    limits[list] = abs(last.value - bounds[list / 2].threshold)
  }
}
