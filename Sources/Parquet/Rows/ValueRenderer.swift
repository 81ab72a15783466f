import SafetyCore
import StrictJSON

/// Writes the values of a column as JSON.
struct ValueRenderer {
  private enum Style {
    case boolean, float, double, float16, text, bytes, date, uuid, legacyTimestamp
    case integer(bits: Int, isSigned: Bool)
    case decimal(scale: Int, bits: Int?)
    case time(LogicalType.Unit)
    case timestamp(LogicalType.Unit, isUTC: Bool)
  }

  private let style: Style

  init(_ column: Schema.Column) {
    style = Self.style(column)
  }

  private static func style(_ column: Schema.Column) -> Style {
    switch column.type {
    case .boolean: .boolean
    case .float: .float
    case .double: .double
    case .int96: .legacyTimestamp
    case .int32: integers(column.logicalType, bits: 32)
    case .int64: integers(column.logicalType, bits: 64)
    case .byteArray, .fixedLengthByteArray: bytes(column)
    }
  }

  private static func integers(_ type: LogicalType?, bits: Int) -> Style {
    switch type {
    case .integer(let isSigned): .integer(bits: bits, isSigned: isSigned)
    case .decimal(let scale): .decimal(scale: scale, bits: bits)
    case .date: .date
    case .time(let unit): .time(unit)
    case .timestamp(let unit, let isUTC): .timestamp(unit, isUTC: isUTC)
    default: .integer(bits: bits, isSigned: true)
    }
  }

  private static func bytes(_ column: Schema.Column) -> Style {
    switch column.logicalType {
    case .text: .text
    case .decimal(let scale): .decimal(scale: scale, bits: nil)
    case .uuid where column.length == 16: .uuid
    case .float16 where column.length == 2: .float16
    default: .bytes
    }
  }

  /// Writes a value.
  ///
  /// - Parameters:
  ///   - slot: The number's bits, or where in the bytes the value is.
  ///   - bytes: Those of the column.
  ///   - limit: Of text, what is beyond so many bytes is left out.
  ///   - out: Written to at its end.
  /// - Throws: `ParquetDamage`.
  func append(
    _ slot: UInt64,
    _ bytes: UnsafeRawBufferPointer,
    limit: Int,
    to out: inout [UInt8]
  ) throws {
    switch style {
    case .boolean: Self.append(slot == 0 ? "false" : "true", to: &out)
    case .float: Self.append(Float(bitPattern: UInt32(truncatingIfNeeded: slot)), to: &out)
    case .double: JSONWriter.append(Double(bitPattern: slot), to: &out)
    case .integer(let bits, let isSigned):
      let value = isSigned ? "\(Self.signed(slot, bits))" : "\(Self.unsigned(slot, bits))"
      Self.append(value, to: &out)
    case .decimal(let scale, let bits?):
      Self.append(try DecimalDigits.text(Self.signed(slot, bits), scale: scale), to: &out)
    case .date:
      let seconds = Self.signed(slot, 32) * UTCTime.secondsPerDay
      Self.append("\"\(UTCTime.string(seconds).prefix { $0 != "T" })\"", to: &out)
    case .time(let unit): Self.append("\"\(Self.time(Self.signed(slot, unit), unit))\"", to: &out)
    case .timestamp(let unit, let isUTC):
      Self.append("\"\(Self.timestamp(Int(bitPattern: UInt(slot)), unit, isUTC))\"", to: &out)
    default:
      let value = UnsafeRawBufferPointer(
        rebasing: bytes[ColumnValues.range(slot)].prefix(limit)
      )
      try appendBytes(value, to: &out)
    }
  }

  private func appendBytes(_ value: UnsafeRawBufferPointer, to out: inout [UInt8]) throws {
    switch style {
    case .text: JSONWriter.append(value, to: &out)
    case .decimal(let scale, _): Self.append(try DecimalDigits.text(value, scale: scale), to: &out)
    case .uuid: Self.append("\"\(Self.uuid(value))\"", to: &out)
    case .float16:
      let half = Float16(bitPattern: UInt16(value[0]) | UInt16(value[1]) << 8)
      Self.append(Float(half), to: &out)
    case .legacyTimestamp: Self.append("\"\(Self.legacyTimestamp(value))\"", to: &out)
    default:
      // Old writers do not say which bytes are text.
      if String(validating: value, as: UTF8.self) != nil {
        JSONWriter.append(value, to: &out)
      } else {
        Self.append("{\"base64\":\"\(Base64.encode(Array(value)))\"}", to: &out)
      }
    }
  }

  private static func append(_ text: String, to out: inout [UInt8]) {
    out.append(contentsOf: text.utf8)
  }

  /// The shortest decimal that reads back as the same value; `null` where JSON has no number.
  private static func append(_ value: Float, to out: inout [UInt8]) {
    append(value.isFinite ? value.description : "null", to: &out)
  }

  private static func signed(_ slot: UInt64, _ bits: Int) -> Int {
    bits == 32 ? Int(Int32(truncatingIfNeeded: slot)) : Int(Int64(bitPattern: slot))
  }

  private static func unsigned(_ slot: UInt64, _ bits: Int) -> UInt64 {
    bits == 32 ? UInt64(UInt32(truncatingIfNeeded: slot)) : slot
  }

  /// Times of day in milliseconds are of 32 bits, all others of 64.
  private static func signed(_ slot: UInt64, _ unit: LogicalType.Unit) -> Int {
    signed(slot, unit == .milliseconds ? 32 : 64)
  }
}

extension ValueRenderer {
  /// Such as `12:30:00.000250`, and `12:30:00.250`.
  private static func time(_ value: Int, _ unit: LogicalType.Unit) -> String {
    let (seconds, fraction) = floorDivide(value, unit.count)
    let text = UTCTime.string(seconds).drop { $0 != "T" }
    return "\(text.dropFirst().dropLast())\(Self.fraction(fraction, unit))"
  }

  /// Such as `2026-01-31T12:30:00.000250Z`; without the `Z` where the time is of no zone.
  private static func timestamp(_ value: Int, _ unit: LogicalType.Unit, _ isUTC: Bool) -> String {
    let (seconds, fraction) = floorDivide(value, unit.count)
    return UTCTime.string(seconds).dropLast() + Self.fraction(fraction, unit) + (isUTC ? "Z" : "")
  }

  /// Nanoseconds of a day and the day, counted as astronomers do, as Impala wrote times.
  private static func legacyTimestamp(_ value: UnsafeRawBufferPointer) -> String {
    let nanoseconds = Int(value.loadUnaligned(as: Int64.self).littleEndian)
    let day = Int(value.loadUnaligned(fromByteOffset: 8, as: Int32.self).littleEndian)
    let (seconds, fraction) = floorDivide(nanoseconds, 1_000_000_000)
    let start = (day - 2_440_588) * UTCTime.secondsPerDay
    return UTCTime.string(start + seconds).dropLast() + Self.fraction(fraction, .nanoseconds)
  }

  private static func floorDivide(_ value: Int, _ unit: Int) -> (Int, Int) {
    let rest = value % unit
    return rest < 0 ? (value / unit - 1, rest + unit) : (value / unit, rest)
  }

  /// As few groups of three digits as hold it, whatever the unit; none for whole seconds.
  private static func fraction(_ value: Int, _ unit: LogicalType.Unit) -> String {
    guard value > 0 else { return "" }
    let digits = String(value)
    var text = String(repeating: "0", count: unit.digits - digits.utf8.count) + digits
    while text.hasSuffix("000") { text.removeLast(3) }
    return ".\(text)"
  }

  private static func uuid(_ bytes: UnsafeRawBufferPointer) -> String {
    var text = ""
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text += "-" }
      text += String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
    return text
  }
}
