import SafetyCore

/// The section that Google's cards fill with three sentences, from the counts of the filter runs.
enum FilteringBlock {
  /// Detectors by the first part of their rules' names, and single rules by the whole.
  private static let personal: Set<String> = ["personal-data", "secrets", "secret", "pii"]
  private static let csam: Set<String> = ["csam", "child-safety", "lexicon/child-safety"]
  private static let duplicates: Set<String> = [
    "duplicates", "near-duplicates", "duplicate", "dedup",
  ]
  /// The most reasons listed of one run.
  private static let reasonLimit = 40

  static func make(_ source: CardSource) -> CardBlock {
    guard !source.filterRuns.isEmpty else {
      return CardBlock("data-preprocessing", [.text(nothing(source))], hasEvidence: false)
    }
    var parts: [CardPart] = [.bullets(bullets(source.filterRuns)), .table(runs(source.filterRuns))]
    if source.filterRuns.contains(where: { $0.totals.quarantined > 0 }) {
      parts.append(.text(unreadable))
    }
    parts += unopened(source.filterRuns)
    for run in source.filterRuns {
      parts.append(.text("What decided in run \(code: run.run):"))
      parts.append(.table(reasons(run)))
      guard let changes = run.end.body.changes, !changes.isEmpty else { continue }
      parts.append(
        .text("What was redacted, cut or pseudonymised in documents kept by run \(code: run.run):")
      )
      parts.append(.table(self.changes(changes, of: run)))
    }
    if let plot = FilteringPlot.make(source.filterRuns) { parts.append(plot) }
    return CardBlock("data-preprocessing", parts)
  }

  /// Why there is no filter run to count.
  private static func nothing(_ source: CardSource) -> MarkdownText {
    guard let mixture = source.mixture else {
      return "*No finished filter run is on record, so nothing can be said about filtering.*"
    }
    return mixture.origins.isEmpty
      ? "*No source lay among the results of a filter run, so nothing can be said about filtering.*"
      : "*The filter runs that the sources come from are in other logs; their cards count what was "
        + "filtered.*"
  }

  /// Inputs that could not be opened, by run and reason.
  private static func unopened(_ runs: [FilterRunEvidence]) -> [CardPart] {
    let rows = runs.flatMap { run in
      (run.end.body.unreadable ?? [:]).sorted { $0.key < $1.key }.map { reason, count in
        [
          CardCell("\(code: run.run)"), CardCell("\(code: reason)"),
          CardCell(plain: ShareText.count(count), run.end.seq),
        ]
      }
    }
    guard !rows.isEmpty else { return [] }
    return [
      .text("What could not be opened, so that nobody knows how many documents it holds:"),
      .table(CardTable(["Run", "Reason", "Files and folders"], figures: [2], rows: rows)),
    ]
  }

  private static let unreadable: MarkdownText =
    "What could not be read, a line or a whole file, is no document: it is not among those read and "
    + "counts in no share."

  private static func bullets(_ runs: [FilterRunEvidence]) -> [MarkdownText] {
    let read = runs.reduce(0) { $0 + $1.documentsRead }
    func sum(_ names: Set<String>) -> Int {
      runs.reduce(0) { $0 + $1.documents(of: names) }
    }
    let all = runs.reduce(0) { $0 + $1.end.body.byReason.values.reduce(0, +) }
    let (child, private_, double) = (sum(csam), sum(personal), sum(duplicates))
    let redacted = runs.reduce(0) { $0 + $1.totals.redacted }
    let other = max(0, all - child - private_ - double)
    func share(_ part: Int) -> String {
      "\(ShareText.count(part)) of \(ShareText.count(read)) documents, \(ShareText.text(part, of: read))"
    }
    let childText =
      child > 0
      ? share(child) : "no rule of this kind decided about a document in the runs on record"
    // The counts are sums over the runs, each of which says its own at its end.
    let mark = " " + EvidenceMark.text(runs.map(\.end.seq))
    return [
      "**CSAM Filtering**: \(childText).\(mark)",
      "**Sensitive Data Filtering**: rules on personal data and secrets removed \(share(private_)); "
        + "rules of any kind redacted, cut or pseudonymised \(share(redacted))\(places(runs)).\(mark)",
      "**Additional methods**: duplicates removed \(share(double)); quality, safety and other rules "
        + "of the policy \(share(other)).\(mark)",
    ]
  }

  /// How many places held personal data or secrets; empty where a run did not count them.
  private static func places(_ runs: [FilterRunEvidence]) -> String {
    guard runs.allSatisfy({ $0.end.body.changes != nil }) else { return "" }
    let spans = runs.reduce(0) { sum, run in
      (run.end.body.changes ?? [:]).reduce(sum) { sum, entry in
        personal.contains(FilterRunEvidence.detector(of: entry.key)) ? sum + entry.value.spans : sum
      }
    }
    return ", among them \(ShareText.count(spans)) places with personal data or secrets"
  }

  private static func changes(
    _ changes: [String: RuleChange],
    of run: FilterRunEvidence
  ) -> CardTable {
    let sorted = changes.sorted { ($1.value.documents, $0.key) < ($0.value.documents, $1.key) }
    let rows = sorted.prefix(reasonLimit).map { rule, change in
      [
        CardCell("\(code: rule)"), CardCell(plain: ShareText.count(change.documents), run.end.seq),
        CardCell(plain: ShareText.text(change.documents, of: run.documentsRead), run.end.seq),
        CardCell(plain: ShareText.count(change.spans), run.end.seq),
      ]
    }
    return CardTable(
      ["Rule", "Documents", "Share (95%)", "Places"],
      figures: [1, 2, 3],
      rows: Array(rows)
    )
  }

  private static func runs(_ runs: [FilterRunEvidence]) -> CardTable {
    let columns: [MarkdownText] = [
      "Run", "Policy", "Read", "Kept", "Removed", "Redacted", "Unreadable", "Share removed (95%)",
    ]
    return CardTable(
      columns,
      figures: Set(2..<columns.count),
      rows: runs.map { run in
        let totals = run.totals
        let begin = run.begin.body
        let counts = [
          run.documentsRead, totals.kept, totals.removed, totals.redacted, totals.quarantined,
        ]
        return [CardCell("\(code: run.run)", run.begin.seq)]
          + [
            CardCell(
              "\(begin.policyName) \(code: begin.policyDigest.hex.prefix(12))",
              run.begin.seq
            )
          ]
          + counts.map { CardCell(plain: ShareText.count($0), run.end.seq) }
          + [CardCell(plain: ShareText.text(totals.removed, of: run.documentsRead), run.end.seq)]
      }
    )
  }

  private static func reasons(_ run: FilterRunEvidence) -> CardTable {
    let sorted = run.end.body.byReason.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    var rows = sorted.prefix(reasonLimit).map { reason, count in
      [
        CardCell("\(code: reason)"), CardCell(plain: ShareText.count(count), run.end.seq),
        CardCell(plain: ShareText.text(count, of: run.documentsRead), run.end.seq),
      ]
    }
    if sorted.count > reasonLimit {
      let rest = sorted.dropFirst(reasonLimit).reduce(0) { $0 + $1.value }
      rows.append([
        CardCell("\(sorted.count - reasonLimit) more rules"),
        CardCell(plain: ShareText.count(rest), run.end.seq),
        CardCell(plain: ShareText.text(rest, of: run.documentsRead), run.end.seq),
      ])
    }
    return CardTable(["Rule", "Documents", "Share (95%)"], figures: [1, 2], rows: rows)
  }
}
