/// One item as it came out in two runs.
package struct OutcomePair: Sendable, Hashable {
  package var before: ItemOutcome
  package var after: ItemOutcome

  package init(_ before: ItemOutcome, _ after: ItemOutcome) {
    self.before = before
    self.after = after
  }

  /// A score that both have, before and after.
  func scores(_ name: String) -> (before: Double, after: Double)? {
    guard let first = before.scores[name], first.isFinite, let second = after.scores[name],
      second.isFinite
    else { return nil }
    return (first, second)
  }
}

extension [OutcomePair] {
  /// The pairs of one run each, in the same order.
  var before: [ItemOutcome] { map(\.before) }
  var after: [ItemOutcome] { map(\.after) }

  /// Pairs that share the value of a dimension, as the first run has it.
  func clusters(by dimension: String) -> [[OutcomePair]] {
    var places: [String: Int] = [:]
    var members: [[OutcomePair]] = []
    for pair in self {
      guard let name = pair.before.groups[dimension] else { continue }
      if let place = places[name] {
        members[place].append(pair)
      } else {
        places[name] = members.count
        members.append([pair])
      }
    }
    return members
  }
}
