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

    /// The heading that the table stands under.
    package var table: String
    /// The row's name, with its other words where the table has the name more than once.
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
    let (oldIndex, newIndex) = (
      ModelIndexTable.read(oldFront ?? ""), ModelIndexTable.read(newFront ?? "")
    )
    metadata = Self.fields(
      oldFront ?? "",
      newFront ?? "",
      readable: (oldIndex != nil, newIndex != nil)
    )
    let isIndexText = metadata.contains { $0.key == ModelIndexTable.key }
    let (a, b) = (Self.sections(oldBody), Self.sections(newBody))
    lostSections = Self.missing(a, from: b)
    addedSections = Self.missing(b, from: a)
    compare(
      MarkdownTable.all(in: oldBody) + (isIndexText ? [] : [oldIndex].compactMap { $0 }),
      MarkdownTable.all(in: newBody) + (isIndexText ? [] : [newIndex].compactMap { $0 })
    )
  }

  private mutating func compare(_ old: [MarkdownTable], _ new: [MarkdownTable]) {
    let pairing = RowPairing(old, new)
    for (index, table) in old.enumerated() {
      if !pairing.hasTable(like: index) {
        lostTables.append("\(table.heading): \(table.columns.joined(separator: " | "))")
      }
      for (place, label) in table.labels.enumerated() {
        guard let now = pairing.place(of: place, in: index) else {
          lostRows.append("\(table.heading): \(label)")
          continue
        }
        compare(label, table.rows[place], table, new[now.table].rows[now.row], new[now.table])
      }
    }
    for (index, table) in new.enumerated() {
      for (place, label) in table.labels.enumerated() where pairing.isAdded(place, in: index) {
        addedRows.append("\(table.heading): \(label)")
      }
    }
  }

  private mutating func compare(
    _ label: String,
    _ row: [String],
    _ table: MarkdownTable,
    _ now: [String],
    _ other: MarkdownTable
  ) {
    for (column, cell) in row.enumerated().dropFirst() where table.columns.indices.contains(column)
    {
      let title = table.columns[column]
      let text =
        other.column(column, of: table).flatMap { now.indices.contains($0) ? now[$0] : nil } ?? ""
      let (a, b) = (CardFigure(cell), CardFigure(text))
      guard a.text != b.text else { continue }
      if a.value != nil, b.value == nil {
        lostFigures.append("\(table.heading): \(label), \(title)")
      }
      deltas.append(
        Delta(
          table: table.heading,
          row: label,
          column: title,
          old: a.text,
          new: b.text,
          difference: a.value.flatMap { old in b.value.map { $0 - old } },
          overlap: a.overlap(b)
        )
      )
    }
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

  /// Sections that the other card has not, or not as often.
  private static func missing(_ sections: [String], from others: [String]) -> [String] {
    var rest = Dictionary(others.map { ($0, 1) }, uniquingKeysWith: +)
    return sections.filter { section in
      guard let count = rest[section], count > 0 else { return true }
      rest[section] = count - 1
      return false
    }
  }

  /// Keys whose values differ; `model-index` only where one of the two cannot be read as a table.
  private static func fields(
    _ old: String,
    _ new: String,
    readable: (old: Bool, new: Bool)
  ) -> [Field] {
    let (a, b) = (topLevel(old), topLevel(new))
    let isTable =
      (readable.old || a[ModelIndexTable.key] == nil)
      && (readable.new || b[ModelIndexTable.key] == nil)
    return Set(a.keys).union(b.keys).sorted().compactMap { key in
      guard a[key] != b[key], !isTable || key != ModelIndexTable.key else { return nil }
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
