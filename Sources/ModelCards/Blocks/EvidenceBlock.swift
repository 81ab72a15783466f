import SafetyCore

/// Where the figures come from, and how anyone checks them.
enum EvidenceBlock {
  static func make(_ source: CardSource) -> CardBlock {
    let checkpoint = source.checkpoint
    let signers: MarkdownText =
      source.signers.isEmpty
      ? "nobody"
      : source.signers.map { MarkdownText("\(code: $0)") }.joined(separator: ", ")
    let lines: [MarkdownText] = [
      "A small raised `e` and a number behind a figure name the event of the audit log that it was "
        + "read from; `card.evidence.json` holds these events with their proofs.",
      "Log \(code: checkpoint.origin), \(ShareText.count(checkpoint.size)) events, root "
        + "\(code: checkpoint.root.hex), signed by \(signers).",
      "Check every figure without the log: `gemma-safety card verify README.md --key KEY.pub`.",
    ]
    return CardBlock("evidence", lines.map { .text($0) })
  }
}
