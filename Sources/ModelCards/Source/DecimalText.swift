import SafetyCore

/// Arithmetic on decimals as events hold them, so that rounding is beyond doubt.
package enum DecimalText {
  /// A decimal times a power of ten, rounded half away from zero.
  ///
  /// - Parameters:
  ///   - text: Digits with an optional sign and point, such as `0.4484`.
  ///   - shift: By how many places the point moves to the right; 2 makes a share a percentage.
  ///   - digits: Places after the point of the result, always written out.
  /// - Returns: Nil for what is no decimal, such as `unknown`.
  package static func rounded(_ text: String, shift: Int = 0, digits: Int) -> String? {
    guard let (isNegative, whole, fraction) = parts(text) else { return nil }
    var all = whole + fraction
    var point = whole.count + shift
    if point < 0 {
      all = Array(repeating: 0, count: -point) + all
      point = 0
    }
    let length = point + digits
    let isUp = all.indices.contains(length) && all[length] >= 5
    while all.count < length { all.append(0) }
    all = Array(all.prefix(length))
    if isUp { increment(&all, &point) }
    let lead = all.prefix(point).drop { $0 == 0 }
    let sign = isNegative && all.contains { $0 != 0 } ? "-" : ""
    let front = lead.isEmpty ? "0" : lead.map(String.init).joined()
    let back = all.dropFirst(point).map(String.init).joined()
    return digits > 0 ? "\(sign)\(front).\(back)" : sign + front
  }

  /// The number as a double, for averages and drawings.
  static func double(_ text: String) -> Double? {
    guard parts(text) != nil else { return nil }
    return Double(text)
  }

  private static func increment(_ digits: inout [UInt8], _ point: inout Int) {
    for index in digits.indices.reversed() {
      if digits[index] < 9 {
        digits[index] += 1
        return
      }
      digits[index] = 0
    }
    digits.insert(1, at: 0)
    point += 1
  }

  private static func parts(_ text: String) -> (Bool, [UInt8], [UInt8])? {
    let isNegative = text.hasPrefix("-")
    let halves = text.dropFirst(isNegative ? 1 : 0).split(
      separator: ".",
      maxSplits: 1,
      omittingEmptySubsequences: false
    )
    let digits = halves.map { half in half.utf8.map { $0 &- UInt8(ascii: "0") } }
    guard let whole = digits.first, !whole.isEmpty, whole.count <= 400,
      digits.allSatisfy({ $0.allSatisfy { $0 <= 9 } }), digits.count == 1 || !digits[1].isEmpty
    else { return nil }
    return (isNegative, whole, digits.count > 1 ? Array(digits[1].prefix(400)) : [])
  }
}
