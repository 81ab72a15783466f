/// One block of a card beside the same block made from evidence.
struct BlockComparison {
  private(set) var problems: [CardProblem] = []
  private(set) var proved = 0
  private let block: CardBlock

  init(block: CardBlock, text: String) {
    self.block = block
    let expected = MarkdownBlocks.text(block)
    if text == expected {
      proved = block.tables.flatMap { $0.rows.flatMap { $0 } }.count { !$0.evidence.isEmpty }
      return
    }
    let found = MarkdownTable.all(in: text)
    for (index, table) in block.tables.enumerated() {
      if found.indices.contains(index) {
        compare(found[index], table)
      } else {
        problems.append(problem(.missing, expected: "table \(index + 1) of the block"))
      }
    }
    for table in found.dropFirst(block.tables.count) {
      problems.append(problem(.unproved, found: table.columns.joined(separator: " | ")))
    }
    compareLines(text, expected)
  }

  private mutating func compare(_ found: MarkdownTable, _ table: CardTable) {
    let columns = table.columns.map(\.markdown)
    if found.columns != columns {
      problems.append(
        problem(
          .edited,
          row: "(heading)",
          found: found.columns.joined(separator: " | "),
          expected: columns.joined(separator: " | ")
        )
      )
    }
    var rest = found.rows
    for row in table.rows {
      let name = row.first?.text.markdown ?? ""
      let key = Self.key(row.map(\.text.markdown), table)
      guard let place = rest.firstIndex(where: { Self.key($0.map(Self.plain), table) == key })
      else {
        let seqs = row.flatMap(\.evidence)
        let text = row.map(\.text.markdown).joined(separator: " | ")
        problems.append(problem(.missing, row: name, expected: text, evidence: seqs))
        continue
      }
      compare(rest.remove(at: place), row, name, columns, found.columns)
    }
    for row in rest {
      problems.append(
        problem(.unproved, row: row.first.map(Self.plain), found: row.joined(separator: " | "))
      )
    }
  }

  private mutating func compare(
    _ found: [String],
    _ row: [CardCell],
    _ name: String,
    _ columns: [String],
    _ foundColumns: [String]
  ) {
    let expected = row.map(MarkdownBlocks.unescapedCell)
    for (column, cell) in row.enumerated() {
      let text = found.indices.contains(column) ? found[column] : ""
      if text == expected[column] {
        // Under another heading the same figure says something else.
        let isNamed =
          foundColumns.count > column && columns.count > column
          && foundColumns[column] == columns[column]
        proved += isNamed && !cell.evidence.isEmpty ? 1 : 0
        continue
      }
      let plain = Self.plain(text)
      let isSwapped = row.indices.contains { other in
        other != column && Self.figure(row[other].text.markdown) == Self.figure(plain)
          && found.indices.contains(other)
          && Self.figure(Self.plain(found[other])) == Self.figure(cell.text.markdown)
      }
      problems.append(
        problem(
          plain.isEmpty ? .missing : isSwapped ? .swapped : .edited,
          row: name,
          column: columns.indices.contains(column) ? columns[column] : nil,
          found: text,
          expected: expected[column],
          evidence: cell.evidence
        )
      )
    }
  }

  /// Lines outside tables; a difference within a table was named above.
  private mutating func compareLines(_ text: String, _ expected: String) {
    func lines(_ text: String) -> [String] {
      text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("|") }
    }
    let (found, wanted) = (lines(text), lines(expected))
    let missing = wanted.filter { !found.contains($0) }
    let extra = found.filter { !wanted.contains($0) }
    // Mostly a line was changed, and what stands in its place says where.
    for (line, other) in zip(missing, extra) {
      problems.append(problem(.edited, found: other, expected: line))
    }
    for line in missing.dropFirst(extra.count) {
      problems.append(problem(.missing, expected: line))
    }
    for line in extra.dropFirst(missing.count) {
      problems.append(problem(.unproved, found: line))
    }
    if problems.isEmpty {
      problems.append(problem(.edited, found: "another order or form", expected: "the block"))
    }
  }

  /// What tells a row from the others: its cells that are no figures.
  private static func key(_ cells: [String], _ table: CardTable) -> [String] {
    cells.indices.filter { !table.figures.contains($0) }.map { cells[$0] }
  }

  /// A cell without its mark of evidence.
  private static func plain(_ cell: String) -> String {
    guard let mark = cell.firstRange(of: "<sup>") else { return cell }
    return MarkdownTable.trimmed(cell[..<mark.lowerBound])
  }

  /// The figure that a cell begins with.
  private static func figure(_ cell: String) -> Substring { cell.prefix { $0 != " " } }

  private func problem(
    _ kind: CardProblem.Kind,
    row: String? = nil,
    column: String? = nil,
    found: String? = nil,
    expected: String? = nil,
    evidence: [Int] = []
  ) -> CardProblem {
    CardProblem(
      kind: kind,
      block: block.id,
      row: row,
      column: column,
      found: found,
      expected: expected,
      evidence: evidence
    )
  }
}

extension MarkdownBlocks {
  /// A cell as `MarkdownTable.cells` reads it back.
  static func unescapedCell(_ cell: CardCell) -> String {
    MarkdownTable.cells("| " + self.cell(cell) + " |").first ?? ""
  }
}
