/// A table of a Markdown text and the heading that it stands under.
package struct MarkdownTable: Sendable, Hashable {
  package var heading: String
  package var columns: [String]
  package var rows: [[String]]

  /// The cells of a line between its bars; `\|` is no bar.
  static func cells(_ line: some StringProtocol) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isEscaped = false
    for character in line.drop(while: \.isWhitespace).dropFirst() {
      if isEscaped {
        cell += character == "|" ? "|" : "\\\(character)"
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "|" {
        cells.append(trimmed(cell))
        cell = ""
      } else {
        cell.append(character)
      }
    }
    if !trimmed(cell).isEmpty { cells.append(trimmed(cell)) }
    return cells
  }

  static func isRule(_ cells: [String]) -> Bool {
    !cells.isEmpty
      && cells.allSatisfy { cell in
        !cell.isEmpty && cell.contains("-") && cell.allSatisfy { $0 == "-" || $0 == ":" }
      }
  }

  static func trimmed(_ text: some StringProtocol) -> String {
    var text = Substring(text)
    while text.first?.isWhitespace ?? false { text.removeFirst() }
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return String(text)
  }

  /// Every table of a text; rules left among the rows of a body are passed over.
  static func all(in text: String) -> [MarkdownTable] {
    var tables: [MarkdownTable] = []
    var heading = ""
    var isOpen = false
    var code: CodeFence?
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let bare = trimmed(line)
      if let open = code {
        if open.isClosed(by: bare) { code = nil }
      } else if let opened = CodeFence(opening: bare) {
        code = opened
        isOpen = false
      } else if bare.hasPrefix("#") {
        heading = trimmed(bare.drop { $0 == "#" })
        isOpen = false
      } else if bare.hasPrefix("|") {
        let cells = cells(bare)
        if isRule(cells) { continue }
        if isOpen {
          tables[tables.count - 1].rows.append(cells)
        } else {
          tables.append(MarkdownTable(heading: heading, columns: cells, rows: []))
          isOpen = true
        }
      } else {
        isOpen = false
      }
    }
    return tables
  }
}
