/// Writes whole numbers with a point before their last digits.
enum DecimalDigits {
  /// More digits than any writer's decimals have.
  private static let longestScale = 400
  private static let longestValue = 128

  /// Of a number.
  static func text(_ value: Int, scale: Int) throws -> String {
    try placed(String(value.magnitude), isNegative: value < 0, scale: scale)
  }

  /// Of bytes that are a number in two's complement, the highest first.
  static func text(_ bytes: UnsafeRawBufferPointer, scale: Int) throws -> String {
    guard bytes.count <= longestValue else {
      throw ParquetDamage.unsupported("a decimal has \(bytes.count) bytes")
    }
    let isNegative = (bytes.first ?? 0) >= 0x80
    var magnitude = Array(bytes)
    if isNegative {
      var carry = true
      for index in magnitude.indices.reversed() {
        magnitude[index] = ~magnitude[index]
        if carry { (magnitude[index], carry) = magnitude[index].addingReportingOverflow(1) }
      }
    }
    return try placed(digits(of: magnitude), isNegative: isNegative, scale: scale)
  }

  /// By dividing through nine digits at a time.
  private static func digits(of magnitude: [UInt8]) -> String {
    var rest = magnitude
    var groups: [UInt64] = []
    while rest.contains(where: { $0 != 0 }) {
      var remainder: UInt64 = 0
      for index in rest.indices {
        remainder = remainder << 8 | UInt64(rest[index])
        rest[index] = UInt8(remainder / 1_000_000_000)
        remainder %= 1_000_000_000
      }
      groups.append(remainder)
    }
    guard let first = groups.last else { return "0" }
    return groups.dropLast().reversed().reduce(String(first)) { text, group in
      let digits = String(group)
      return text + String(repeating: "0", count: 9 - digits.utf8.count) + digits
    }
  }

  private static func placed(_ digits: String, isNegative: Bool, scale: Int) throws -> String {
    guard 0...longestScale ~= scale else {
      throw ParquetDamage.unsupported("a decimal has a scale of \(scale)")
    }
    let sign = isNegative ? "-" : ""
    guard scale > 0 else { return sign + digits }
    let missing = max(0, scale + 1 - digits.utf8.count)
    let all = String(repeating: "0", count: missing) + digits
    return "\(sign)\(all.dropLast(scale)).\(all.suffix(scale))"
  }
}
