import AuditLog
import SafetyCore

/// What a training mixture is made of: how much of which source, and in which files.
enum MixtureTables {
  static func parts(_ mixture: MixtureEvidence) -> [CardPart] {
    [
      .table(properties(mixture)),
      .text(
        "Amounts of the sources are counted in \(mixture.unit). A pass takes every document of "
          + "a source once; repeats are copies of a document beside its first."
      ),
      .table(sources(mixture)), .table(origins(mixture)),
    ] + files(mixture)
  }

  private static func properties(_ mixture: MixtureEvidence) -> CardTable {
    let end = mixture.end
    let shares = mixture.sources.map(\.seq)
    func sum(_ figure: KeyPath<MixtureShare, Int>) -> CardCell {
      CardCell("\(ShareText.count(mixture.sum(figure)))", evidence: shares)
    }
    var rows: [[CardCell]] = [
      ["Documents in the mixture, every copy counted", sum(\.documents)],
      ["Different documents", sum(\.distinct)],
      ["Bytes of text, every copy counted", sum(\.bytes)],
    ]
    if mixture.unit == "tokens" { rows.append(["Tokens, every copy counted", sum(\.taken)]) }
    rows += [
      ["Documents set aside", sum(\.heldOut)],
      [
        "Lines and files that could not be read",
        CardCell(plain: ShareText.count(mixture.totals.quarantined), end.seq),
      ],
    ]
    rows += CompositionBlock.unopened(end) + recipe(mixture)
    rows += CompositionBlock.inputs(of: mixture.begin)
    return CardTable(["Property", "Value"], figures: [1], rows: rows)
  }

  /// What the recipe says, as far as the log has it.
  private static func recipe(_ mixture: MixtureEvidence) -> [[CardCell]] {
    let (begin, seq) = (mixture.begin.body, mixture.begin.seq)
    func text(_ value: CanonicalValue?) -> String? {
      switch value {
      case .string(let text): text
      case .integer(let number): "\(number)"
      default: nil
      }
    }
    var rows: [[CardCell]] = [
      ["Recipe", CardCell("\(begin.policyName) \(code: begin.policyDigest.hex)", seq)]
    ]
    func add(_ title: MarkdownText, _ value: CanonicalValue?) {
      if let text = text(value) { rows.append([CardCell(title), CardCell(plain: text, seq)]) }
    }
    add("Seed of the choice and the order", begin.options["seed"])
    add("Most passes of a source", begin.options["max_epochs"])
    add("Share set aside", begin.options["holdout"]?.members?["share"])
    add("Seed of what is set aside", begin.options["holdout"]?.members?["seed"])
    if let digest = text(begin.options["tokenizer_sha256"]) {
      rows.append(["SHA-256 of the tokenizer", CardCell("\(code: digest)", seq)])
    }
    return rows
  }

  private static func sources(_ mixture: MixtureEvidence) -> CardTable {
    let columns: [MarkdownText] = [
      "Source", "Available", "Asked", "Taken", "Share of the mixture", "Passes", "Documents",
      "Repeats", "Set aside",
    ]
    let whole = mixture.sum(\.taken)
    let rows = mixture.sources.map { source in
      let body = source.body
      let figures = [
        ShareText.count(body.available), ShareText.count(body.asked), ShareText.count(body.taken),
        whole > 0 ? ShareText.percent(Double(body.taken) / Double(whole)) + "%" : "–",
        passes(body), ShareText.count(body.documents),
        ShareText.count(max(0, body.documents - body.distinct)), ShareText.count(body.heldOut),
      ]
      return [CardCell("\(code: body.source)")] + figures.map { CardCell(plain: $0, source.seq) }
    }
    return CardTable(columns, figures: Set(1..<columns.count), rows: rows)
  }

  private static func passes(_ share: MixtureShare) -> String {
    guard share.available > 0 else { return "–" }
    let passes = Double(share.taken) / Double(share.available)
    return DecimalText.rounded(decimal(passes), digits: 2) ?? "–"
  }

  /// Where each source was filtered.
  private static func origins(_ mixture: MixtureEvidence) -> CardTable {
    let known = mixture.origins.map { origin in
      [
        CardCell("\(code: origin.source)"), CardCell("\(code: origin.run)", mixture.begin.seq),
        CardCell("\(code: origin.report.prefix(16))", mixture.begin.seq),
      ]
    }
    let others = mixture.unfiltered.map { [CardCell("\(code: $0)"), "none on record", "–"] }
    return CardTable(["Source", "Filter run", "SHA-256 of its report"], rows: known + others)
  }

  private static func files(_ mixture: MixtureEvidence) -> [CardPart] {
    let rows = mixture.files.prefix(CompositionBlock.fileLimit).map { file in
      [
        CardCell("\(code: file.body.name)", file.seq),
        CardCell(plain: ShareText.count(file.body.documents), file.seq),
        CardCell(plain: ShareText.count(file.body.size), file.seq),
        CardCell("\(code: file.body.sha256.hex.prefix(16))", file.seq),
      ]
    }
    let table = CardTable(["File", "Documents", "Bytes", "SHA-256"], figures: [1, 2], rows: rows)
    let rest = mixture.files.count - rows.count
    return [.table(table)] + (rest > 0 ? [.text("\(rest) more files are in the bundle.")] : [])
  }
}
