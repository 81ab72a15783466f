/// A cell of a table read as a figure with its interval.
package struct CardFigure: Sendable, Hashable {
  /// The cell without its mark of evidence and without stars.
  package var text: String
  package var value: Double?
  package var interval: ClosedRange<Double>?

  init(_ cell: String) {
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
