import ReportPages

/// Writes the Markdown of people as HTML: paragraphs, lists, headings, code, quotes, tables.
enum SectionHTML {
  static func html(_ markdown: String) -> String {
    blocks(markdown.lineFeedLines.map(\.withoutReturn)).joined(separator: "\n")
  }

  private static func blocks(_ text: [Substring]) -> [String] {
    var out: [String] = []
    var lines = text[...]
    while let line = lines.first {
      if line.allSatisfy(\.isWhitespace) {
        lines.removeFirst()
      } else if let fence = CodeFence(opening: line) {
        lines.removeFirst()
        out.append(code(&lines, fence))
      } else if let heading = heading(line) {
        lines.removeFirst()
        out.append(heading)
      } else if let marker = ListMarker(line) {
        out.append(list(&lines, marker))
      } else if isQuote(line) {
        out.append(quote(&lines))
      } else if isTable(line) {
        out.append(table(&lines))
      } else {
        out.append("<p>\(InlineHTML.text(paragraph(&lines)))</p>")
      }
    }
    return out
  }

  /// Whether a line begins something other than text, so that no paragraph goes on over it.
  private static func beginsBlock(_ line: Substring) -> Bool {
    CodeFence(opening: line) != nil || heading(line) != nil || isQuote(line) || isTable(line)
      || ListMarker(line).map { $0.start == nil || $0.start == 1 } ?? false
  }

  /// Whether a line goes on with the paragraph above it.
  private static func continues(_ line: Substring) -> Bool {
    !line.allSatisfy(\.isWhitespace) && !beginsBlock(line)
  }

  private static func bare(_ line: Substring) -> Substring { line.drop(while: \.isWhitespace) }
  private static func isQuote(_ line: Substring) -> Bool { bare(line).first == ">" }
  private static func isTable(_ line: Substring) -> Bool { bare(line).first == "|" }

  private static func heading(_ line: Substring) -> String? {
    let bare = bare(line)
    let title = bare.drop { $0 == "#" }
    let count = bare.count - title.count
    guard (1...6).contains(count), title.first.map(\.isWhitespace) ?? true else { return nil }
    // The page itself has headings of the first three levels.
    let level = min(6, max(4, count))
    return "<h\(level)>\(InlineHTML.text(MarkdownTable.trimmed(title)))</h\(level)>"
  }

  private static func code(_ lines: inout ArraySlice<Substring>, _ fence: CodeFence) -> String {
    var content: [Substring] = []
    while let line = lines.popFirst(), !fence.isClosed(by: line) { content.append(line) }
    return "<pre><code>\(HTMLText.escapedLines(content.joined(separator: "\n")))</code></pre>"
  }

  private static func quote(_ lines: inout ArraySlice<Substring>) -> String {
    var content: [Substring] = []
    while let line = lines.first,
      isQuote(line) || continues(line) && ListMarker(line) == nil
    {
      let text = isQuote(line) ? bare(line).dropFirst() : bare(line)
      content.append(text.first == " " ? text.dropFirst() : text)
      lines.removeFirst()
    }
    return "<blockquote>\(blocks(content).joined(separator: "\n"))</blockquote>"
  }

  private static func paragraph(_ lines: inout ArraySlice<Substring>) -> String {
    var words = [lines.removeFirst()]
    while let line = lines.first, continues(line) {
      words.append(line)
      lines.removeFirst()
    }
    return words.joined(separator: " ")
  }

  private static func table(_ lines: inout ArraySlice<Substring>) -> String {
    var rows: [[String]] = []
    while let line = lines.first, isTable(line) {
      rows.append(MarkdownTable.cells(line))
      lines.removeFirst()
    }
    let body = rows.dropFirst(rows.count > 1 && MarkdownTable.isRule(rows[1]) ? 2 : 1)
    let table = CardTable(
      rows[0].map { MarkdownText(markdown: $0) },
      rows: body.map { row in row.map { CardCell(MarkdownText(markdown: $0)) } }
    )
    return HTMLBlocks.table(table)
  }
}

extension SectionHTML {
  /// The items of one list; what is set in under an item is Markdown of its own.
  private static func list(_ lines: inout ArraySlice<Substring>, _ first: ListMarker) -> String {
    var items: [String] = []
    while let line = lines.first, let marker = ListMarker(line),
      marker.isOrdered == first.isOrdered
    {
      lines.removeFirst()
      items.append("<li>\(item(&lines, line.dropFirst(marker.width), marker.width))</li>")
    }
    guard let start = first.start else { return "<ul>\(items.joined())</ul>" }
    return "<ol\(start == 1 ? "" : " start=\"\(start)\"")>\(items.joined())</ol>"
  }

  /// One item: its first paragraph stands without an element of its own.
  private static func item(
    _ lines: inout ArraySlice<Substring>,
    _ first: Substring,
    _ width: Int
  ) -> String {
    var text = [first]
    var below: [Substring] = []
    while let line = lines.first {
      let isBlank = line.allSatisfy(\.isWhitespace)
      let indent = line.prefix { $0 == " " }.count
      if isBlank {
        // An empty line ends the item, unless what follows is set in.
        guard let next = lines.first(where: { !$0.allSatisfy(\.isWhitespace) }),
          next.prefix(while: { $0 == " " }).count >= width
        else { break }
        below.append("")
      } else if indent >= width, !below.isEmpty || beginsBlock(line.dropFirst(width)) {
        below.append(line.dropFirst(width))
      } else if below.isEmpty, !beginsBlock(line), ListMarker(line) == nil {
        text.append(bare(line))
      } else {
        break
      }
      lines.removeFirst()
    }
    let own = InlineHTML.text(text.joined(separator: " "))
    return ([own] + blocks(below)).joined(separator: "\n")
  }

  /// What a line of a list begins with: `-`, `*` or `+`, or a number.
  private struct ListMarker {
    /// The number of an ordered list's item; nil in other lists.
    var start: Int?
    /// Characters before the item's text.
    var width: Int

    var isOrdered: Bool { start != nil }

    init?(_ line: Substring) {
      let bare = SectionHTML.bare(line)
      let digits = bare.prefix { $0.isASCII && $0.isNumber }
      let mark = bare.dropFirst(digits.count)
      guard let sign = mark.first, mark.dropFirst().first == " ",
        digits.isEmpty ? "-*+".contains(sign) : digits.count <= 9 && (sign == "." || sign == ")")
      else { return nil }
      start = Int(digits)
      width = line.count - bare.count + digits.count + 2
    }
  }
}
