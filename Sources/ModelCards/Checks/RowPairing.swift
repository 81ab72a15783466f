/// Which rows of two cards' tables stand for the same; each is in one pair at most.
struct RowPairing {
  /// A row by the places of its table and of itself.
  struct Place: Hashable {
    var table: Int
    var row: Int
  }

  private let old: [MarkdownTable]
  private let new: [MarkdownTable]
  /// For each older table the newer ones in which its rows are looked for.
  private var candidates: [[Int]] = []
  private var pairs: [Place: Place] = [:]
  private var taken: Set<Place> = []

  init(_ old: [MarkdownTable], _ new: [MarkdownTable]) {
    self.old = old
    self.new = new
    candidates = old.map { table in new.indices.filter { Self.isLike(table, new[$0]) } }
    // A table's own rows come first, so that no other table takes them for rows that moved.
    for isSame in [true, false] {
      let tables = old.indices.flatMap { table in
        candidates[table].filter { Self.isSame(old[table], new[$0]) == isSame }.map { (table, $0) }
      }
      for (table, other) in tables { pairByKey(table, other) }
      for (table, other) in tables { pairByName(table, other) }
    }
  }

  /// Whether the newer card has a table like the older card's.
  func hasTable(like table: Int) -> Bool { !candidates[table].isEmpty }

  /// The place of a row in the newer card; nil where it is gone.
  func place(of row: Int, in table: Int) -> Place? { pairs[Place(table: table, row: row)] }

  /// Whether a row of the newer card has no counterpart in the older.
  func isAdded(_ row: Int, in table: Int) -> Bool { !taken.contains(Place(table: table, row: row)) }

  /// Pairs rows that agree in all cells that are no figures; of several, the first with the first.
  private mutating func pairByKey(_ table: Int, _ other: Int) {
    let columns = Self.keyColumns(old[table], new[other])
    var free: [[String]: [Int]] = [:]
    for row in new[other].rows.indices.reversed() where isAdded(row, in: other) {
      free[Self.key(new[other].rows[row], columns.map(\.new)), default: []].append(row)
    }
    for row in old[table].rows.indices where place(of: row, in: table) == nil {
      let key = Self.key(old[table].rows[row], columns.map(\.old))
      guard let found = free[key]?.popLast() else { continue }
      pair(Place(table: table, row: row), Place(table: other, row: found))
    }
  }

  /// Pairs what is left by names that neither table has twice, such as where a metric was renamed.
  private mutating func pairByName(_ table: Int, _ other: Int) {
    let (a, b) = (Self.unique(old[table]), Self.unique(new[other]))
    for (name, row) in a where place(of: row, in: table) == nil {
      guard let found = b[name], isAdded(found, in: other) else { continue }
      pair(Place(table: table, row: row), Place(table: other, row: found))
    }
  }

  private mutating func pair(_ row: Place, _ other: Place) {
    pairs[row] = other
    taken.insert(other)
  }

  private static func unique(_ table: MarkdownTable) -> [String: Int] {
    Dictionary(grouping: table.rows.indices) { MarkdownTable.name(of: table.rows[$0]) }
      .compactMapValues { $0.count == 1 ? $0[0] : nil }
  }

  /// The columns behind the first that hold no figure in either table.
  private static func keyColumns(
    _ old: MarkdownTable,
    _ new: MarkdownTable
  ) -> [(old: Int, new: Int)] {
    old.columns.indices.dropFirst().compactMap { column in
      guard let other = new.column(column, of: old), !old.hasFigure(column),
        !new.hasFigure(other)
      else { return nil }
      return (column, other)
    }
  }

  private static func key(_ row: [String], _ columns: [Int]) -> [String] {
    [MarkdownTable.name(of: row)]
      + columns.map { row.indices.contains($0) ? CardFigure(row[$0]).text : "" }
  }

  private static func isSame(_ a: MarkdownTable, _ b: MarkdownTable) -> Bool {
    a.heading == b.heading && a.columns == b.columns
  }

  /// Tables under one heading, or with the same first column and half of their rows.
  private static func isLike(_ a: MarkdownTable, _ b: MarkdownTable) -> Bool {
    guard a.columns.first == b.columns.first else { return false }
    if isSame(a, b) { return true }
    let (first, second) = (
      Set(a.rows.map(MarkdownTable.name)), Set(b.rows.map(MarkdownTable.name))
    )
    return 2 * first.intersection(second).count >= max(1, min(first.count, second.count))
  }
}

extension MarkdownTable {
  /// The place of another table's column here: by its title or, among as many columns, by its place.
  func column(_ column: Int, of other: MarkdownTable) -> Int? {
    let title = other.columns[column]
    if columns.indices.contains(column), columns[column] == title { return column }
    return columns.firstIndex(of: title) ?? (columns.count == other.columns.count ? column : nil)
  }

  func hasFigure(_ column: Int) -> Bool {
    rows.contains { $0.indices.contains(column) && CardFigure($0[column]).value != nil }
  }

  /// What tells each row from the others: its name, and its other words where names repeat.
  var labels: [String] {
    let names = rows.map(Self.name)
    let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
    let words = columns.indices.dropFirst().filter { !hasFigure($0) }
    return zip(rows, names).map { row, name in
      guard counts[name, default: 0] > 1 else { return name }
      let more = words.filter(row.indices.contains).map { CardFigure(row[$0]).text }
      return ([name] + more.filter { !$0.isEmpty }).joined(separator: ", ")
    }
  }

  /// What a row is about: its first cell without stars and without a link's target.
  static func name(of row: [String]) -> String {
    let first = row.first.map { CardFigure($0).text } ?? ""
    return first.replacing("**", with: "").replacing("[", with: "")
      .prefix { $0 != "]" }.description
  }
}
