import SafetyCore

/// The numbers of a figure, read from its decimals.
struct FigureNumbers {
  var value: Double
  /// Nil where the figure has no interval.
  var interval: (low: Double, high: Double, level: Double)?

  /// Why the decimals of a figure are not to be relied on.
  enum Problem: Error, Equatable {
    /// The value is `unknown`.
    case unknown
    case malformed(String)
  }

  init(_ event: MetricEvent) throws(Problem) {
    guard event.value != "unknown" else { throw .unknown }
    value = try Self.number(event.value)
    guard let interval = event.interval else { return }
    let low = try Self.number(interval.low)
    let high = try Self.number(interval.high)
    let level = try Self.number(interval.level)
    guard low <= value, value <= high, level > 0, level < 1 else {
      throw .malformed("the figure does not lie in its interval")
    }
    self.interval = (low, high, level)
  }

  /// Digits with an optional sign and point, so that no reader can take them for another number.
  private static func number(_ text: String) throws(Problem) -> Double {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    let isDecimal =
      (1...2).contains(parts.count) && text.utf8.count <= 400
      && parts.allSatisfy { part in
        !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
      }
    guard isDecimal, let value = Double(text), value.isFinite else {
      throw .malformed("a figure is not a decimal")
    }
    return value
  }
}
