import SafetyCore

/// The text of a tool's call as its reader will have it: escapes of JSON undone.
enum ToolCallText {
  /// A string within a string within a string; deeper is read as it is written.
  private static let deepest = 3

  /// The tool's name and its arguments, an escaped letter being the letter.
  static func readable(_ call: ToolCall) -> String {
    var arguments = call.arguments
    for _ in 0..<deepest where arguments.utf8.contains(UInt8(ascii: "\\")) {
      arguments = unescaped(arguments)
    }
    return call.name + "\n" + arguments
  }

  /// Undoes each escape once; what is no escape of JSON stays as it is.
  static func unescaped(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var out = String.UnicodeScalarView()
    var place = 0
    while place < scalars.count {
      guard scalars[place] == "\\", place + 1 < scalars.count else {
        out.append(scalars[place])
        place += 1
        continue
      }
      if let (scalar, length) = escape(scalars[place...]) {
        out.append(scalar)
        place += length
      } else {
        out.append(scalars[place])
        place += 1
      }
    }
    return String(out)
  }

  private static func escape(
    _ scalars: ArraySlice<Unicode.Scalar>
  ) -> (scalar: Unicode.Scalar, length: Int)? {
    let start = scalars.startIndex
    switch scalars[start + 1] {
    case "\"", "\\", "/": return (scalars[start + 1], 2)
    case "n", "r": return ("\n", 2)
    case "t", "b", "f": return (" ", 2)
    case "u":
      guard let high = unit(scalars.dropFirst(2)) else { return nil }
      if let scalar = Unicode.Scalar(high) { return (scalar, 6) }
      guard 0xD800..<0xDC00 ~= high, scalars.dropFirst(6).starts(with: ["\\", "u"]),
        let low = unit(scalars.dropFirst(8)), 0xDC00..<0xE000 ~= low,
        let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
      else { return ("\u{FFFD}", 6) }
      return (scalar, 12)
    default: return nil
    }
  }

  /// Four hexadecimal digits.
  private static func unit(_ scalars: ArraySlice<Unicode.Scalar>) -> UInt32? {
    guard scalars.count >= 4 else { return nil }
    return UInt32(String(String.UnicodeScalarView(scalars.prefix(4))), radix: 16)
  }
}
