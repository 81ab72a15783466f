/// What changed between two cards, whoever made them.
package struct CardDifference: Sendable, Hashable {
  /// A figure of a table in both cards.
  package struct Delta: Sendable, Hashable {
    package enum Overlap: String, Sendable, Hashable {
      /// The intervals do not meet.
      case apart
      case overlapping
      /// One of them has no interval.
      case unknown
    }

    package var table: String
    package var row: String
    package var column: String
    package var old: String
    package var new: String
    package var difference: Double?
    package var overlap: Overlap
  }

  /// A key of the front matter with its two values.
  package struct Field: Sendable, Hashable {
    package var key: String
    package var old: String?
    package var new: String?
  }

  package var metadata: [Field] = []
  package var deltas: [Delta] = []
  /// Rows with figures that the newer card has no longer, as `table: row`.
  package var lostRows: [String] = []
  /// Cells that held a figure and hold none now, as `table: row, column`.
  package var lostFigures: [String] = []
  package var addedRows: [String] = []
  package var lostTables: [String] = []
  package var lostSections: [String] = []
  package var addedSections: [String] = []

  /// Whether a figure, a row, a table or a section is gone.
  package var losesAnything: Bool {
    !lostRows.isEmpty || !lostTables.isEmpty || !lostSections.isEmpty || !lostFigures.isEmpty
  }

  package var isEmpty: Bool {
    self == CardDifference()
  }

  private init() {}

  /// Compares two Markdown cards; front matter that is no YAML is compared by lines.
  package init(old: String, new: String) {
    let (oldFront, oldBody) = FrontMatter.split(old)
    let (newFront, newBody) = FrontMatter.split(new)
    metadata = Self.fields(oldFront ?? "", newFront ?? "")
    let (a, b) = (Self.sections(oldBody), Self.sections(newBody))
    lostSections = a.filter { !b.contains($0) }
    addedSections = b.filter { !a.contains($0) }
    compare(MarkdownTable.all(in: oldBody), MarkdownTable.all(in: newBody))
  }

  private mutating func compare(_ old: [MarkdownTable], _ new: [MarkdownTable]) {
    for table in old {
      let same = new.filter { Self.isSame(table, $0) }
      guard !same.isEmpty else {
        lostTables.append("\(table.heading): \(table.columns.joined(separator: " | "))")
        lostRows += table.rows.map { "\(table.heading): \(Self.name($0))" }
        continue
      }
      for row in table.rows {
        let name = Self.name(row)
        let found = same.lazy.compactMap { other in
          other.rows.first { Self.name($0) == name }.map { (other, $0) }
        }.first
        guard let (other, now) = found else {
          lostRows.append("\(table.heading): \(name)")
          continue
        }
        compare(row, table, now, other)
      }
    }
    for table in new {
      let same = old.filter { Self.isSame($0, table) }
      let known = Set(same.flatMap { $0.rows.map(Self.name) })
      addedRows += table.rows.map(Self.name).filter { !known.contains($0) }
        .map { "\(table.heading): \($0)" }
    }
  }

  private mutating func compare(
    _ row: [String],
    _ table: MarkdownTable,
    _ now: [String],
    _ other: MarkdownTable
  ) {
    for (column, cell) in row.enumerated().dropFirst() where table.columns.indices.contains(column)
    {
      let title = table.columns[column]
      let place =
        other.columns.firstIndex(of: title)
        ?? (other.columns.count == table.columns.count ? column : nil)
      let text = place.flatMap { now.indices.contains($0) ? now[$0] : nil } ?? ""
      let (a, b) = (CardFigure(cell), CardFigure(text))
      guard a.text != b.text else { continue }
      if a.value != nil, b.value == nil {
        lostFigures.append("\(table.heading): \(Self.name(row)), \(title)")
      }
      deltas.append(
        Delta(
          table: table.heading,
          row: Self.name(row),
          column: title,
          old: a.text,
          new: b.text,
          difference: a.value.flatMap { old in b.value.map { $0 - old } },
          overlap: a.overlap(b)
        )
      )
    }
  }

  /// Tables under one heading, or with the same first column and half of their rows.
  private static func isSame(_ a: MarkdownTable, _ b: MarkdownTable) -> Bool {
    guard a.columns.first == b.columns.first else { return false }
    if a.heading == b.heading, a.columns == b.columns { return true }
    let (first, second) = (Set(a.rows.map(name)), Set(b.rows.map(name)))
    return 2 * first.intersection(second).count >= max(1, min(first.count, second.count))
  }

  private static func name(_ row: [String]) -> String {
    let first = row.first.map { CardFigure($0).text } ?? ""
    return first.replacing("**", with: "").replacing("[", with: "")
      .prefix { $0 != "]" }.description
  }

  /// Headings but for the title, which names the version and so is another in every card.
  private static func sections(_ body: String) -> [String] {
    var isCode = false
    var isTitled = false
    return body.split(whereSeparator: \.isNewline).compactMap { line in
      if line.hasPrefix("```") { isCode.toggle() }
      guard !isCode, line.hasPrefix("#") else { return nil }
      if !isTitled, !line.hasPrefix("##") {
        isTitled = true
        return nil
      }
      return MarkdownTable.trimmed(line.drop { $0 == "#" })
    }
  }

  private static func fields(_ old: String, _ new: String) -> [Field] {
    let (a, b) = (topLevel(old), topLevel(new))
    return Set(a.keys).union(b.keys).sorted().compactMap { key in
      guard key != "model-index", a[key] != b[key] else { return nil }
      return Field(key: key, old: a[key], new: b[key])
    }
  }

  /// The keys of the first level with what stands under them.
  private static func topLevel(_ yaml: String) -> [String: String] {
    var fields: [String: String] = [:]
    var key = ""
    for line in yaml.split(whereSeparator: \.isNewline) {
      if let colon = line.firstIndex(of: ":"), line.first.map({ $0.isLetter || $0 == "_" }) ?? false
      {
        key = String(line[..<colon])
        fields[key] = MarkdownTable.trimmed(line[line.index(after: colon)...])
      } else if !key.isEmpty {
        let text = MarkdownTable.trimmed(line)
        fields[key] = MarkdownTable.trimmed((fields[key] ?? "") + " " + text)
      }
    }
    return fields
  }
}

/// A cell of a table read as a figure with its interval.
package struct CardFigure: Sendable, Hashable {
  /// The cell without its mark of evidence and without stars.
  package var text: String
  package var value: Double?
  package var interval: ClosedRange<Double>?

  package init(_ cell: String) {
    let mark = cell.firstRange(of: "<sup>")?.lowerBound ?? cell.endIndex
    text = MarkdownTable.trimmed(cell[..<mark])
    let numbers = text.replacing("**", with: "").replacing(",", with: "")
      .split { !($0.isNumber || $0 == "." || $0 == "-") }
      .map { Double($0) }
    guard let first = text.replacing("**", with: "").first, first.isNumber || first == "-" else {
      return
    }
    value = numbers.first ?? nil
    if text.contains("("), text.contains(" to "), numbers.count >= 3, let low = numbers[1],
      let high = numbers[2], low <= high
    {
      interval = low...high
    }
  }

  func overlap(_ other: CardFigure) -> CardDifference.Delta.Overlap {
    guard let interval, let others = other.interval else { return .unknown }
    return interval.overlaps(others) ? .overlapping : .apart
  }
}
