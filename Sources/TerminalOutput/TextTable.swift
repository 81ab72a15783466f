/// Rows whose columns line up: the first ones to the left, the others to the right.
package struct TextTable {
  private var rows: [[String]] = []
  private let leading: Int

  /// - Parameter leading: How many columns are words, which stand to the left.
  package init(leading: Int = 1) { self.leading = leading }

  package mutating func add(_ cells: String...) { rows.append(cells) }

  /// Adds a row whose length is known at run time only.
  package mutating func add(row cells: [String]) { rows.append(cells) }

  /// Lines without trailing space, each behind the indent.
  ///
  /// - Parameters:
  ///   - indent: Spaces before each line.
  ///   - width: Columns that there are; cells of the widest columns are broken between words where
  ///     a row would be longer. Nil lets every row be as long as it is.
  /// - Returns: A line a row, more where cells are broken.
  package func lines(indent: Int = 0, width: Int? = nil) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    var widths = (0..<columns).map { column in
      rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    if let width { widths = Self.fitting(widths, into: width - indent - 2 * max(0, columns - 1)) }
    return rows.flatMap { row in
      let cells = row.enumerated().map { WrappedText.lines(of: $1, width: widths[$0]) }
      return (0..<max(1, cells.map(\.count).max() ?? 1)).map { index in
        line(cells.map { $0.indices.contains(index) ? $0[index] : "" }, widths, indent)
      }
    }
  }

  private func line(_ cells: [String], _ widths: [Int], _ indent: Int) -> String {
    var line = String(repeating: " ", count: indent)
    for (column, cell) in cells.enumerated() {
      let fill = String(repeating: " ", count: widths[column] - cell.count)
      line += column == 0 ? "" : "  "
      line += column < leading ? cell + fill : fill + cell
    }
    while line.last == " " { line.removeLast() }
    return line
  }

  /// No column becomes narrower than this.
  private static let narrowest = 12

  /// The widest columns cut to one width, so that all of them together have room; what is left over by
  /// rounding goes to the last.
  private static func fitting(_ widths: [Int], into room: Int) -> [Int] {
    guard widths.reduce(0, +) > room, let widest = widths.max() else { return widths }
    var most = min(widest, narrowest)
    while most < widest, widths.reduce(0, { $0 + min($1, most + 1) }) <= room { most += 1 }
    var fitted = widths.map { min($0, most) }
    let left = room - fitted.reduce(0, +)
    if left > 0, let last = widths.lastIndex(where: { $0 > most }) { fitted[last] += left }
    return fitted
  }

  /// `1,234,567`.
  package static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return number < 0 ? "-" + text : text
  }

  /// `12.3%`, and `–` where there is no whole.
  package static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "–" }
    let tenths = Int((Double(part) * 1000 / Double(whole)).rounded())
    return "\(tenths / 10).\(tenths % 10)%"
  }
}
