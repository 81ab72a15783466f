import SafetyCore

/// What the model is: digest, format and sizes, read from its files.
enum IdentityBlock {
  private static let sizes = [
    ("parameters", "Parameters"), ("layers", "Layers"), ("hidden_size", "Width"),
    ("heads", "Attention heads"), ("key_value_heads", "Key and value heads"),
    ("vocabulary", "Vocabulary"), ("context_tokens", "Context, tokens"),
    ("weights_bytes", "Weights, bytes"), ("files", "Files"), ("labels", "Labels"),
  ]

  static func make(_ source: CardSource) -> CardBlock {
    guard !source.models.isEmpty else {
      return CardBlock(
        "identity",
        [.text("*No model was inspected: run `gemma-safety card generate --model PATH`.*")],
        hasEvidence: false
      )
    }
    let columns: [MarkdownText] = ["Property"] + source.models.map { "\($0.body.model)" }
    var rows: [[CardCell]] = [
      row("SHA-256 (OpenSSF model signing)", source) { "\(code: $0.sha256.hex)" },
      row("Architecture", source) { "\($0.architecture)" },
      row("Format", source) { "\($0.container)" },
    ]
    rows += sizes.filter { size in source.models.contains { $0.body.sizes[size.0] != nil } }.map {
      size in
      // Of a classifier all files that are read are counted, its tokenizer among them.
      let isWhole = size.0 == "weights_bytes" && source.onlyClassifies
      return row(isWhole ? "Files read, bytes" : size.1, source) {
        "\($0.sizes[size.0].map(ShareText.count) ?? "–")"
      }
    }
    if source.models.contains(where: { !$0.body.formats.isEmpty }) {
      rows.append(
        row("Values by type", source) { model in
          model.formats.sorted { $0.key < $1.key }
            .map { MarkdownText("\($0.key) \(ShareText.count($0.value))") }.joined(separator: ", ")
        }
      )
    }
    let figures = Set(1..<max(2, columns.count))
    return CardBlock("identity", [.table(CardTable(columns, figures: figures, rows: rows))])
  }

  private static func row(
    _ title: String,
    _ source: CardSource,
    _ text: (ModelRecord) -> MarkdownText
  ) -> [CardCell] {
    [CardCell(plain: title)] + source.models.map { CardCell(text($0.body), $0.seq) }
  }
}
