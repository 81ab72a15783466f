import SafetyCore

/// Whether documents that mention a group were removed more often than others.
enum BiasBlock {
  static func make(_ source: CardSource) -> CardBlock {
    guard source.mixture == nil, let run = source.filterRuns.last, !run.bias.isEmpty else {
      let reason: MarkdownText =
        source.mixture == nil
        ? "*The filter's bias audit is not on record: give `--report report.json`.*"
        : "*A mixture has no bias audit; the cards of the filter runs that it comes from may have.*"
      return CardBlock("bias-audit", [.text(reason)], hasEvidence: false)
    }
    let rows = run.bias.map { record -> [CardCell] in
      let counts = record.body.counts
      func cell(_ part: String, _ whole: String) -> CardCell {
        CardCell(plain: ShareText.text(counts[part] ?? 0, of: counts[whole] ?? 0), record.seq)
      }
      return [
        CardCell("\(code: record.body.rule)"),
        CardCell(plain: ShareText.count(counts["mentions"] ?? 0), record.seq),
        cell("mentions_removed", "mentions"), cell("others_removed", "others"),
        cell("mentions_removed_as_toxic", "mentions"), cell("others_removed_as_toxic", "others"),
      ]
    }
    let columns: [MarkdownText] = [
      "Group", "Mentions", "Removed", "Others removed", "Removed as toxic", "Others as toxic",
    ]
    return CardBlock(
      "bias-audit",
      [
        .table(CardTable(columns, figures: Set(1..<columns.count), rows: rows)),
        .text(
          "Shares of the documents that mention the group, and of all others, with intervals of 95%: "
            + "where these overlap, chance may be all of the difference."
        ),
      ]
    )
  }
}
