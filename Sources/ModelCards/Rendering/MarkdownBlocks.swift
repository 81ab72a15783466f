/// Writes blocks as Markdown.
enum MarkdownBlocks {
  static func text(_ block: CardBlock) -> String {
    block.parts.map(part).joined(separator: "\n\n")
  }

  private static func part(_ part: CardPart) -> String {
    switch part {
    case .text(let text): text
    case .bullets(let lines): lines.map { "- \($0)" }.joined(separator: "\n")
    case .table(let table): self.table(table)
    case .plot(let name, let description, _):
      "![\(description.replacing("]", with: ")"))](plots/\(name).svg)"
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
    let mark = EvidenceMark.text(cell.evidence)
    return mark.isEmpty ? escaped(cell.text) : "\(escaped(cell.text)) \(mark)"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("\n", with: " ")
  }
}
