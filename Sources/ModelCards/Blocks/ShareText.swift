import ReportPages
import SafetyCore
import SafetyEvaluation

/// Writes a count as a share of a whole, with the interval of Wilson at 95%.
enum ShareText {
  /// `2.50% (2.10 to 2.98)`, or a dash where there is no whole.
  static func text(_ part: Int, of whole: Int) -> String {
    guard whole > 0, let interval = BinomialInterval.wilson(part, of: whole) else { return "–" }
    let share = percent(Double(part) / Double(whole))
    return "\(share)% (\(percent(interval.lower)) to \(percent(interval.upper)))"
  }

  /// A share in percent with two digits.
  static func percent(_ share: Double) -> String {
    DecimalText.rounded(decimal(share), shift: 2, digits: 2) ?? "–"
  }

  static func count(_ value: Int) -> String { ReportFormat.count(value) }
}
