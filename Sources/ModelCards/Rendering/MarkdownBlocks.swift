/// Writes blocks as Markdown.
enum MarkdownBlocks {
  static func text(_ block: CardBlock) -> String {
    block.parts.map(part).joined(separator: "\n\n")
  }

  private static func part(_ part: CardPart) -> String {
    switch part {
    case .text(let text): text.markdown
    case .bullets(let lines): lines.map { "- \($0.markdown)" }.joined(separator: "\n")
    case .table(let table): self.table(table)
    case .plot(let name, let description, _):
      "![\(MarkdownText(plain: description).markdown)](plots/\(name).svg)"
    }
  }

  private static func table(_ table: CardTable) -> String {
    let rules = table.columns.indices.map { table.figures.contains($0) ? "---:" : "---" }
    let rows = table.rows.map { row in line(row.map(cell)) }
    return ([line(table.columns.map(escaped)), line(rules)] + rows).joined(separator: "\n")
  }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }

  static func cell(_ cell: CardCell) -> String {
    let mark = EvidenceMark.text(cell.evidence).markdown
    return mark.isEmpty ? escaped(cell.text) : "\(escaped(cell.text)) \(mark)"
  }

  /// A text in a cell, whose bars would end it.
  private static func escaped(_ text: MarkdownText) -> String {
    text.markdown.replacing("|", with: "\\|")
  }
}
