/// The name of one file of a GGUF model that was split, as `kettle-00001-of-00003.gguf`.
package struct GGUFPartName: Sendable, Hashable {
  /// What stands before the numbers, folders included.
  package let stem: String
  /// Counted from one.
  package let number: Int
  package let count: Int

  /// Takes a path apart; nil where it is none of a part.
  package init?(_ path: String) {
    let pieces = path.split(separator: "-", omittingEmptySubsequences: false)
    guard pieces.count >= 4, pieces[pieces.count - 2] == "of",
      let last = pieces.last, last.hasSuffix(".gguf"),
      let count = Self.digits(last.dropLast(5)), let number = Self.digits(pieces[pieces.count - 3]),
      1...max(1, count) ~= number
    else { return nil }
    stem = pieces.dropLast(3).joined(separator: "-")
    self.number = number
    self.count = count
  }

  private static func digits(_ text: Substring) -> Int? {
    text.utf8.count == 5 && text.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? Int(text) : nil
  }

  /// The paths of all parts, in their order.
  package var paths: [String] { (1...max(1, count)).map { path(of: $0) } }

  func path(of number: Int) -> String {
    "\(stem)-\(Self.padded(number))-of-\(Self.padded(count)).gguf"
  }

  private static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }
}
