import AuditLog
import SafetyCore

/// What a dataset is made of: the files that went into the filter and what came out, or the sources of
/// a mixture.
enum CompositionBlock {
  /// The most files listed.
  static let fileLimit = 100
  private static let id = "composition"

  static func make(_ source: CardSource) -> CardBlock {
    if let mixture = source.mixture { return CardBlock(id, MixtureTables.parts(mixture)) }
    guard let run = source.filterRuns.last else {
      return CardBlock(
        id,
        [.text("*No finished filter run is on record.*")],
        hasEvidence: false
      )
    }
    return CardBlock(id, [.table(properties(run))] + files(of: run.begin))
  }

  private static func properties(_ run: FilterRunEvidence) -> CardTable {
    let (begin, totals) = (run.begin, run.totals)
    let counts: [[CardCell]] = [
      ["Documents in the set", CardCell(plain: ShareText.count(totals.kept), run.end.seq)],
      ["Documents read", CardCell(plain: ShareText.count(run.documentsRead), run.end.seq)],
      [
        "Lines and files that could not be read",
        CardCell(plain: ShareText.count(totals.quarantined), run.end.seq),
      ],
    ]
    let redacted: [CardCell] = [
      "Redacted before they were kept",
      CardCell(plain: ShareText.count(totals.redacted), run.end.seq),
    ]
    let policy: [CardCell] = [
      "Policy",
      CardCell("\(begin.body.policyName) \(code: begin.body.policyDigest.hex)", begin.seq),
    ]
    return CardTable(
      ["Property", "Value"],
      figures: [1],
      rows: counts + unopened(run.end) + [redacted] + inputs(of: begin) + [policy]
    )
  }

  /// How many inputs could not be opened; nothing where the run did not count them.
  static func unopened(_ end: Evidence<RunEnd>) -> [[CardCell]] {
    guard let count = end.body.unreadableCount else { return [] }
    return [
      [
        "Files and folders that could not be opened",
        CardCell(plain: ShareText.count(count), end.seq),
      ]
    ]
  }

  /// How much was read.
  static func inputs(of begin: Evidence<RunBegin>) -> [[CardCell]] {
    let inputs = begin.body.inputs
    return [
      ["Input files", CardCell(plain: ShareText.count(inputs.count), begin.seq)],
      [
        "Input bytes",
        CardCell(plain: ShareText.count(inputs.reduce(0) { $0 &+ $1.size }), begin.seq),
      ],
    ]
  }

  private static func files(of begin: Evidence<RunBegin>) -> [CardPart] {
    let rows = begin.body.inputs.prefix(fileLimit).map { input in
      [
        CardCell("\(code: input.name)", begin.seq),
        CardCell(plain: ShareText.count(input.size), begin.seq),
        CardCell("\(code: input.sha256.hex.prefix(16))", begin.seq),
      ]
    }
    let table = CardTable(["Input", "Bytes", "SHA-256"], figures: [1], rows: rows)
    let rest = begin.body.inputs.count - rows.count
    return [.table(table)] + (rest > 0 ? [.text("\(rest) more inputs are in the bundle.")] : [])
  }
}
