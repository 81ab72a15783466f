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
    let html = InlineHTML.text(cell.text.markdown)
    let text = table.figures.contains(column) ? figure(html) : breakable(html)
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

  /// A figure with the signs of print, whose interval stays on one line.
  private static func figure(_ html: String) -> String {
    let text = signed(html)
    guard text.hasSuffix(")"), let open = text.firstRange(of: " (") else { return text }
    let interval = text[text.index(after: open.lowerBound)...]
    return "\(text[..<open.lowerBound]) <span class=\"ci\">\(interval)</span>"
  }

  /// Minus signs in place of the hyphens in front of numbers, which machines read in the other files.
  private static func signed(_ html: String) -> String {
    let characters = Array(html)
    return String(
      characters.indices.map { place in
        let isFirst = place == 0 || characters[place - 1] == " " || characters[place - 1] == "("
        let isSign =
          isFirst && characters[place] == "-" && place + 1 < characters.count
          && characters[place + 1].isNumber
        return isSign ? "−" : characters[place]
      }
    )
  }

  /// Places to break long names behind their underscores and slashes; arrows stay where they belong.
  private static func breakable(_ text: String) -> String {
    let html = text.replacing(" → ", with: "\u{A0}→\u{A0}").replacing(" ↑", with: "\u{A0}↑")
      .replacing(" ↓", with: "\u{A0}↓")
    var out = ""
    var isTag = false
    for character in html {
      if character == "<" { isTag = true }
      if character == ">" { isTag = false }
      out.append(character)
      if !isTag, character == "_" || character == "/" { out += "<wbr>" }
    }
    return out
  }

  private static func style(_ column: Int, _ table: CardTable) -> String {
    table.figures.contains(column) ? " class=\"n\"" : ""
  }
}
