import ReportPages

/// Decimals of figures as people read them; JSON has every digit.
enum FigureText {
  /// A decimal with four digits behind its point; as it is where it would seem to lie on a bound.
  static func short(_ decimal: String) -> String {
    guard let point = decimal.firstIndex(of: "."), decimal[point...].count > 5,
      let value = Double(decimal)
    else { return decimal }
    let text = ReportFormat.decimal(value, 4).replacing("−", with: "-")
    return text.hasSuffix("00") ? decimal : text
  }
}
