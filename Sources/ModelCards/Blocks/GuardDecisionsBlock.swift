import AuditLog
import SafetyCore

/// What the guard decided while the model was used: counts by stage, rule and action.
enum GuardDecisionsBlock {
  private static let rowLimit = 60

  static func make(_ source: CardSource) -> CardBlock? {
    guard !source.tallies.isEmpty else { return nil }
    return CardBlock(
      "guard-decisions",
      source.tallies.flatMap { [.text(heading($0.body)), .table(table($0))] }
    )
  }

  private static func heading(_ tally: GuardTally) -> MarkdownText {
    let place = tally.origin == .service ? "in use" : "in evaluations"
    return "Policy \(code: tally.policy.hex.prefix(12)) in front of \(tally.model), \(place), "
      + "\(tally.first) to \(tally.last):"
  }

  private static func table(_ tally: Evidence<GuardTally>) -> CardTable {
    let counts = tally.body.counts
    let whole = counts.reduce(0) { $0 + $1.decisions }
    func row(_ cells: [CardCell], _ part: Int) -> [CardCell] {
      cells + [
        CardCell(plain: ShareText.count(part), tally.seq),
        CardCell(plain: ShareText.text(part, of: whole), tally.seq),
      ]
    }
    var rows = counts.prefix(rowLimit).map { count in
      row(
        [
          CardCell(plain: count.stage), CardCell(count.rule.map { "\(code: $0)" } ?? "no rule"),
          CardCell(plain: count.action),
        ],
        count.decisions
      )
    }
    if counts.count > rowLimit {
      let rest = counts.dropFirst(rowLimit).reduce(0) { $0 + $1.decisions }
      rows.append(row(["", CardCell("\(counts.count - rowLimit) more"), ""], rest))
    }
    rows.append(row(["**All**", "", ""], whole))
    return CardTable(
      ["Stage", "Rule", "Action", "Decisions", "Share (95%)"],
      figures: [3, 4],
      rows: rows
    )
  }
}
