import SafetyPolicy

/// What would have become of recorded decisions, by stage, outcome and rule.
package struct ReplayReport: Sendable {
  /// Decisions that differ alike.
  package struct Row: Sendable, Hashable {
    package var stage: String
    package var outcome: ReplayOutcome
    package var from: String
    package var to: String
    /// The rule that decides now, or the one that did where none does any more.
    package var rule: String
    package var gap: ReplayGap?
  }

  /// One row's decisions by the numbers of their events.
  package struct Entry: Sendable {
    package var row: Row
    package var events: [Int]
  }

  package private(set) var total = 0
  package private(set) var counts: [ReplayOutcome: Int] = [:]
  private var events: [Row: [Int]] = [:]

  package init() {}

  /// Takes up one decision.
  package mutating func add(
    event: Int,
    stage: String,
    _ before: ReplayVerdict,
    _ after: ReplayVerdict
  ) {
    let outcome = ReplayOutcome(before, after)
    total += 1
    counts[outcome, default: 0] += 1
    guard outcome != .unchanged else { return }
    events[Self.row(stage, outcome, before, after), default: []].append(event)
  }

  private static func row(
    _ stage: String,
    _ outcome: ReplayOutcome,
    _ before: ReplayVerdict,
    _ after: ReplayVerdict
  ) -> Row {
    let (from, old, oldGap) = words(before)
    let (to, new, newGap) = words(after)
    return Row(
      stage: stage,
      outcome: outcome,
      from: from,
      to: to,
      rule: new ?? old ?? "",
      gap: newGap ?? oldGap
    )
  }

  private static func words(
    _ verdict: ReplayVerdict
  ) -> (action: String, rule: String?, gap: ReplayGap?) {
    switch verdict {
    case .decided(let action, let rule): (action.rawValue, rule, nil)
    case .unknown(let gap, let rules):
      ("unknown", rules.isEmpty ? nil : rules.joined(separator: " "), gap)
    }
  }

  /// Decisions that differ, in the order of outcomes, stages and rules.
  package var entries: [Entry] {
    let order = ReplayOutcome.allCases
    func key(_ row: Row) -> (Int, String, String, String) {
      (order.firstIndex(of: row.outcome) ?? 0, row.stage, row.rule, row.from + row.to)
    }
    return events.map { Entry(row: $0.key, events: $0.value) }
      .sorted { key($0.row) < key($1.row) }
  }

  package func count(_ outcome: ReplayOutcome) -> Int { counts[outcome, default: 0] }

  /// Decisions that are certain to differ.
  package var changed: Int { total - count(.unchanged) - count(.unknown) }
}
