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
  package func lines(indent: Int = 0) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = String(repeating: " ", count: indent)
      for (column, cell) in row.enumerated() {
        let fill = String(repeating: " ", count: widths[column] - cell.count)
        line += column == 0 ? "" : "  "
        line += column < leading ? cell + fill : fill + cell
      }
      while line.last == " " { line.removeLast() }
      return line
    }
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
