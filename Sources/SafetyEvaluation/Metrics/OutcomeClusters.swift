/// Outcomes that share the value of a dimension, in the order of their first item.
struct OutcomeClusters {
  private(set) var names: [String] = []
  private(set) var members: [[ItemOutcome]] = []

  init(_ outcomes: [ItemOutcome], by dimension: String) {
    var places: [String: Int] = [:]
    for outcome in outcomes {
      guard let name = outcome.groups[dimension] else { continue }
      if let place = places[name] {
        members[place].append(outcome)
      } else {
        places[name] = members.count
        names.append(name)
        members.append([outcome])
      }
    }
  }
}
