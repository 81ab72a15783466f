/// Turns figures into the words of a report, the same in every locale.
package enum ReportFormat {
  /// `12,345`.
  package static func count(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "−" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// `1 rule`, `12,345 rules`.
  ///
  /// - Parameters:
  ///   - value: How many.
  ///   - one: What one of them is called.
  ///   - many: What others are called, where an `s` more does not do.
  /// - Returns: The number with its noun.
  package static func counted(_ value: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count(value)) \(value == 1 ? one : many ?? one + "s")"
  }

  /// `12.3%`, or `–` where there is nothing to take a share of.
  package static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "–" }
    let share = Double(part) * 100 / Double(whole)
    if part > 0, share < 0.05 { return "<0.1%" }
    if part < whole, share > 99.95 { return ">99.9%" }
    return decimal(share, 1) + "%"
  }

  /// `1.50` for two digits; large or endless numbers as Swift writes them.
  package static func decimal(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled.isFinite, scaled < 1e15 else { return value.isNaN ? "unknown" : "\(value)" }
    let whole = String(Int(scaled) / Int(scale))
    let sign = value < 0 && scaled > 0 ? "−" : ""
    guard digits > 0 else { return sign + whole }
    let rest = String(Int(scaled) % Int(scale))
    return sign + whole + "." + String(repeating: "0", count: digits - rest.count) + rest
  }

  /// A measured value or a threshold: whole numbers whole, others to four digits.
  package static func value(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "unknown" : "∞" }
    guard abs(value) < 1e11, value == 0 || abs(value) >= 1e-6 else { return "\(value)" }
    if value.rounded() == value { return count(Int(value)) }
    var text = decimal(value, abs(value) < 0.01 ? 6 : 4)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// A value short enough for an axis: `0.25`, `640`, `12k`, `1.5M`.
  package static func compact(_ number: Double) -> String {
    guard abs(number) >= 10_000, number.isFinite else { return value(number) }
    var size = number
    var unit = -1
    let units = ["k", "M", "G", "T"]
    while abs(size) >= 999.5, unit < units.count - 1 {
      size /= 1000
      unit += 1
    }
    return decimal(size, abs(size) < 9.95 ? 1 : 0) + units[unit]
  }

  /// `1.4 MB`, in powers of ten.
  package static func bytes(_ value: Int) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB", "PB"]
    var size = Double(value)
    var unit = 0
    while size >= 999.5, unit < units.count - 1 {
      size /= 1000
      unit += 1
    }
    guard unit > 0 else { return "\(count(value)) \(units[0])" }
    return decimal(size, size < 9.95 ? 1 : 0) + " " + units[unit]
  }

  /// `2 h 05 min`, `3 min 07 s`, `4.2 s` or `0.04 s`.
  package static func seconds(_ value: Double) -> String {
    guard value >= 0.995 else { return decimal(max(0, value), 2) + " s" }
    guard value >= 59.95 else { return decimal(value, 1) + " s" }
    let whole = Int(min(value.rounded(), 1e9))
    let parts = whole >= 3600 ? (whole / 3600, whole / 60 % 60) : (whole / 60, whole % 60)
    let rest = parts.1 < 10 ? "0\(parts.1)" : "\(parts.1)"
    return whole >= 3600 ? "\(parts.0) h \(rest) min" : "\(parts.0) min \(rest) s"
  }

  /// The text with control characters and direction marks replaced.
  package static func printable(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      let category = scalar.properties.generalCategory
      let isHidden = category == .control || category == .format || category == .lineSeparator
      out.unicodeScalars.append(
        isHidden || category == .paragraphSeparator ? "\u{FFFD}" : scalar
      )
    }
    return out
  }
}
