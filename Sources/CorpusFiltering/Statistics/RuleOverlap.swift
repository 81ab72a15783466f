import SafetyPolicy

/// How often two removing rules failed on the same document.
package struct RuleOverlap: Sendable, Hashable {
  /// Slots of the rules that can remove, ascending.
  package let slots: [Int]
  let positions: [Int]
  /// Square matrix; only cells on and above the diagonal are used.
  var counts: [Int]

  init(rules: [RulePolicy?]) {
    var slots: [Int] = []
    var positions: [Int] = []
    for (slot, rule) in rules.enumerated() {
      if let rule, rule.action >= .remove || rule.removeAbove != nil {
        positions.append(slots.count)
        slots.append(slot)
      } else {
        positions.append(-1)
      }
    }
    self.slots = slots
    self.positions = positions
    counts = [Int](repeating: 0, count: slots.count * slots.count)
  }

  mutating func add(_ failures: [RuleVerdict]) {
    for (index, first) in failures.enumerated() where first.action >= .remove {
      guard let row = position(of: first.rule) else { continue }
      for second in failures[index...] where second.action >= .remove {
        guard let column = position(of: second.rule) else { continue }
        counts[row * slots.count + column] += 1
      }
    }
  }

  /// Documents on which both rules failed and asked for removal.
  package func count(_ first: Int, _ second: Int) -> Int {
    guard let a = position(of: min(first, second)), let b = position(of: max(first, second)) else {
      return 0
    }
    return counts[a * slots.count + b]
  }

  /// The rules that asked for the most removals, at most `limit`, most frequent first.
  package func top(_ limit: Int) -> [Int] {
    let ranked = slots.filter { count($0, $0) > 0 }
      .sorted { (count($1, $1), $0) < (count($0, $0), $1) }
    return Array(ranked.prefix(limit))
  }

  private func position(of slot: Int) -> Int? {
    guard positions.indices.contains(slot), positions[slot] >= 0 else { return nil }
    return positions[slot]
  }
}
