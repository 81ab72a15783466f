/// The fields of one CSV or TSV row, as byte ranges that include a field's quotes.
package struct DelimitedRow {
  private static let quote = UInt8(ascii: "\"")

  /// At least one.
  package private(set) var fields: [Range<Int>] = []

  /// Cuts a row, or returns nil when something follows a closing quote.
  ///
  /// A CR at the end of the row belongs to no field.
  package init?(_ bytes: UnsafeRawBufferPointer, delimiter: UInt8) {
    var end = bytes.count
    if end > 0, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    var start = 0
    while true {
      guard let stop = Self.fieldEnd(bytes, from: start, to: end, delimiter: delimiter) else {
        return nil
      }
      fields.append(start..<stop)
      guard stop < end else { return }
      start = stop + 1
    }
  }

  /// Decodes a field into `out`, which has room for the field, and returns its length.
  package static func decode(
    _ field: UnsafeRawBufferPointer,
    into out: UnsafeMutableRawBufferPointer
  ) -> Int {
    guard field.first == quote else {
      out.copyMemory(from: field)
      return field.count
    }
    var count = 0
    var index = 1
    while index < field.count - 1 {
      let byte = field[index]
      out[count] = byte
      count += 1
      index += byte == quote ? 2 : 1
    }
    return count
  }

  /// A field as a string, with invalid UTF-8 repaired.
  package static func string(_ field: UnsafeRawBufferPointer) -> String {
    let scratch = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(1, field.count),
      alignment: 1
    )
    defer { scratch.deallocate() }
    let count = decode(field, into: scratch)
    return String(decoding: scratch[..<count], as: UTF8.self)
  }

  /// A field as a string, or nil where it is not UTF-8.
  package static func validString(_ field: UnsafeRawBufferPointer) -> String? {
    guard field.first == quote else { return String(validating: field, as: UTF8.self) }
    return withUnsafeTemporaryAllocation(byteCount: max(1, field.count), alignment: 1) { scratch in
      String(validating: scratch[..<decode(field, into: scratch)], as: UTF8.self)
    }
  }

  private static func fieldEnd(
    _ bytes: UnsafeRawBufferPointer,
    from start: Int,
    to end: Int,
    delimiter: UInt8
  ) -> Int? {
    let window = UnsafeRawBufferPointer(rebasing: bytes[..<end])
    guard start < end, bytes[start] == quote else {
      return DelimitedScanner.first(delimiter, in: window, from: start) ?? end
    }
    var index = start + 1
    while let closing = DelimitedScanner.first(quote, in: window, from: index) {
      let next = closing + 1
      if next == end || bytes[next] == delimiter { return next }
      guard bytes[next] == quote else { return nil }
      index = next + 1
    }
    return nil
  }
}
