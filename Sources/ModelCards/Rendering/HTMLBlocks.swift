import ReportPages

/// Writes blocks and the Markdown of people as HTML.
enum HTMLBlocks {
  static func html(_ block: CardBlock) -> String { block.parts.map(part).joined(separator: "\n") }

  private static func part(_ part: CardPart) -> String {
    switch part {
    case .text(let text): "<p>\(InlineHTML.text(text))</p>"
    case .bullets(let lines): list(lines)
    case .table(let table): self.table(table)
    case .plot(_, _, let svg): "<figure>\(svg)</figure>"
    }
  }

  private static func list(_ lines: [String]) -> String {
    "<ul>" + lines.map { "<li>\(InlineHTML.text($0))</li>" }.joined() + "</ul>"
  }

  private static func table(_ table: CardTable) -> String {
    let head = table.columns.enumerated().map { column, title in
      "<th scope=\"col\"\(style(column, table))>\(InlineHTML.text(title))</th>"
    }.joined()
    let rows = table.rows.map { row in
      "<tr>" + row.enumerated().map { cell($1, $0, table) }.joined() + "</tr>"
    }
    let body = "<tbody>\n\(rows.joined(separator: "\n"))\n</tbody>"
    return HTMLText.table("figures", head: head, body: body)
  }

  private static func cell(_ cell: CardCell, _ column: Int, _ table: CardTable) -> String {
    let text = InlineHTML.text(cell.text)
    let mark = InlineHTML.text(EvidenceMark.text(cell.evidence))
    let content = mark.isEmpty ? text : "\(text) \(mark)"
    if column == 0 { return "<th scope=\"row\">\(content)</th>" }
    // On a phone each cell stands under its column's name; people write rows with too many cells.
    let title = column < table.columns.count ? table.columns[column] : ""
    let name = title.isEmpty ? "" : " data-name=\"\(HTMLText.escaped(title))\""
    return "<td\(style(column, table))\(name)>\(content)</td>"
  }

  private static func style(_ column: Int, _ table: CardTable) -> String {
    table.figures.contains(column) ? " class=\"n\"" : ""
  }

  /// The Markdown that sections are written in: paragraphs, lists, headings, code, quotes, tables.
  static func html(markdown text: String) -> String {
    var out: [String] = []
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
    while let line = lines.first {
      let bare = line.drop(while: \.isWhitespace)
      if bare.isEmpty {
        lines.removeFirst()
      } else if bare.hasPrefix("```") {
        lines.removeFirst()
        out.append(code(&lines))
      } else if bare.hasPrefix("#") {
        lines.removeFirst()
        let level = min(6, max(4, bare.prefix { $0 == "#" }.count))
        let title = bare.drop { $0 == "#" || $0 == " " }
        out.append("<h\(level)>\(InlineHTML.text(String(title)))</h\(level)>")
      } else if isItem(bare) {
        out.append(list(items(&lines)))
      } else if bare.hasPrefix("|") {
        out.append(markdownTable(&lines))
      } else {
        out.append("<p>\(InlineHTML.text(paragraph(&lines)))</p>")
      }
    }
    return out.joined(separator: "\n")
  }

  private static func isItem(_ line: Substring) -> Bool {
    line.hasPrefix("- ") || line.hasPrefix("* ")
  }

  private static func code(_ lines: inout ArraySlice<String>) -> String {
    var content: [String] = []
    while let line = lines.popFirst(), !line.hasPrefix("```") { content.append(line) }
    return "<pre><code>\(HTMLText.escapedLines(content.joined(separator: "\n")))</code></pre>"
  }

  private static func items(_ lines: inout ArraySlice<String>) -> [String] {
    var items: [String] = []
    while let line = lines.first, !line.allSatisfy(\.isWhitespace) {
      let bare = line.drop(while: \.isWhitespace)
      if isItem(bare) {
        items.append(String(bare.dropFirst(2)))
      } else if !items.isEmpty {
        items[items.count - 1] += " " + bare
      }
      lines.removeFirst()
    }
    return items
  }

  private static func paragraph(_ lines: inout ArraySlice<String>) -> String {
    var words: [String] = []
    while let line = lines.first, !line.allSatisfy(\.isWhitespace) {
      words.append(line)
      lines.removeFirst()
    }
    return words.joined(separator: " ")
  }

  private static func markdownTable(_ lines: inout ArraySlice<String>) -> String {
    var rows: [[String]] = []
    while let line = lines.first, line.drop(while: \.isWhitespace).hasPrefix("|") {
      rows.append(MarkdownTable.cells(line))
      lines.removeFirst()
    }
    let body = rows.dropFirst(rows.count > 1 && MarkdownTable.isRule(rows[1]) ? 2 : 1)
    let table = CardTable(
      rows[0],
      rows: body.map { row in row.map { CardCell($0) } }
    )
    return self.table(table)
  }
}
