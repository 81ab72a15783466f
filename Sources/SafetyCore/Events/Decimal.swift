/// Writes a number as the shortest decimal that reads back as the same number, without exponent.
///
/// What is not a finite number is `unknown`, because no decimal says it.
package func decimal(_ value: Double) -> String {
  guard value.isFinite else { return "unknown" }
  guard value != 0 else { return "0" }
  // Swift's description is the shortest form that round-trips; only its exponent is undone here.
  let parts = value.magnitude.description.split(separator: "e")
  let mantissa = parts[0].split(separator: ".")
  let fraction = mantissa.count > 1 && mantissa[1] != "0" ? String(mantissa[1]) : ""
  let digits = String(mantissa[0]) + fraction
  let point = mantissa[0].utf8.count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
  let sign = value < 0 ? "-" : ""
  if point <= 0 {
    return sign + "0." + String(repeating: "0", count: -point) + digits
  }
  if point >= digits.utf8.count {
    return sign + digits + String(repeating: "0", count: point - digits.utf8.count)
  }
  return sign + String(digits.prefix(point)) + "." + String(digits.dropFirst(point))
}
