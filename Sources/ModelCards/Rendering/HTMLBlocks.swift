import ReportPages

/// Writes blocks as HTML.
enum HTMLBlocks {
  static func html(_ block: CardBlock) -> String { block.parts.map(part).joined(separator: "\n") }

  private static func part(_ part: CardPart) -> String {
    switch part {
    case .text(let text): "<p>\(InlineHTML.text(text.markdown))</p>"
    case .bullets(let lines): list(lines)
    case .table(let table): self.table(table)
    case .plot(_, _, let svg): "<figure>\(svg)</figure>"
    }
  }

  private static func list(_ lines: [MarkdownText]) -> String {
    "<ul>" + lines.map { "<li>\(InlineHTML.text($0.markdown))</li>" }.joined() + "</ul>"
  }

  static func table(_ table: CardTable) -> String {
    let head = table.columns.enumerated().map { column, title in
      "<th scope=\"col\"\(style(column, table))>\(InlineHTML.text(title.markdown))</th>"
    }.joined()
    let rows = table.rows.map { row in
      "<tr>" + row.enumerated().map { cell($1, $0, table) }.joined() + "</tr>"
    }
    let body = "<tbody>\n\(rows.joined(separator: "\n"))\n</tbody>"
    return HTMLText.table("figures", head: head, body: body)
  }

  private static func cell(_ cell: CardCell, _ column: Int, _ table: CardTable) -> String {
    let text = unbroken(
      InlineHTML.text(cell.text.markdown),
      isFigure: table.figures.contains(column)
    )
    let mark = InlineHTML.text(EvidenceMark.text(cell.evidence).markdown)
    let content = mark.isEmpty ? text : "\(text) \(mark)"
    if column == 0 { return "<th scope=\"row\">\(content)</th>" }
    // On a phone each cell stands under its column's name, but for one that is the row's only cell;
    // people write rows with too many cells.
    let isNamed = table.columns.count > 2 && column < table.columns.count
    let title = isNamed ? table.columns[column].plain : ""
    let name = title.isEmpty ? "" : " data-name=\"\(HTMLText.escaped(title))\""
    return "<td\(style(column, table))\(name)>\(content)</td>"
  }

  /// A figure whose interval stays on one line.
  private static func unbroken(_ text: String, isFigure: Bool) -> String {
    guard isFigure, text.hasSuffix(")"), let open = text.firstRange(of: " (") else { return text }
    let interval = text[text.index(after: open.lowerBound)...]
    return "\(text[..<open.lowerBound]) <span class=\"ci\">\(interval)</span>"
  }

  private static func style(_ column: Int, _ table: CardTable) -> String {
    table.figures.contains(column) ? " class=\"n\"" : ""
  }
}
