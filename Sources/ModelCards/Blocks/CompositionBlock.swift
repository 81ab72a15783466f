import SafetyCore

/// What a data set is made of: the files that went into the filter and what came out.
enum CompositionBlock {
  private static let fileLimit = 100

  static func make(_ source: CardSource) -> CardBlock {
    guard let run = source.filterRuns.last else {
      return CardBlock(
        "composition",
        [.text("*No finished filter run is on record.*")],
        hasEvidence: false
      )
    }
    let begin = run.begin
    let totals = run.totals
    let rows: [[CardCell]] = [
      ["Documents in the set", CardCell(plain: ShareText.count(totals.kept), run.end.seq)],
      ["Documents read", CardCell(plain: ShareText.count(run.documentsRead), run.end.seq)],
      [
        "Lines and files that could not be read",
        CardCell(plain: ShareText.count(totals.quarantined), run.end.seq),
      ],
      [
        "Redacted before they were kept",
        CardCell(plain: ShareText.count(totals.redacted), run.end.seq),
      ],
      ["Input files", CardCell(plain: ShareText.count(begin.body.inputs.count), begin.seq)],
      [
        "Input bytes",
        CardCell(plain: ShareText.count(begin.body.inputs.reduce(0) { $0 &+ $1.size }), begin.seq),
      ],
      [
        "Policy",
        CardCell("\(begin.body.policyName) \(code: begin.body.policyDigest.hex)", begin.seq),
      ],
    ]
    var parts: [CardPart] = [.table(CardTable(["Property", "Value"], figures: [1], rows: rows))]
    let files = begin.body.inputs.prefix(fileLimit).map { input in
      [
        CardCell("\(code: input.name)", begin.seq),
        CardCell(plain: ShareText.count(input.size), begin.seq),
        CardCell("\(code: input.sha256.hex.prefix(16))", begin.seq),
      ]
    }
    parts.append(.table(CardTable(["Input", "Bytes", "SHA-256"], figures: [1], rows: files)))
    if begin.body.inputs.count > fileLimit {
      parts.append(.text("\(begin.body.inputs.count - fileLimit) more inputs are in the bundle."))
    }
    return CardBlock("composition", parts)
  }
}
