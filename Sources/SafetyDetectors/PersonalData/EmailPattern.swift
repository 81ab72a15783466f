/// Finds the e-mail address around an `@`, by the grammar of an RFC 5321 mailbox without quoting.
///
/// The shape is that of datatrove's pattern, so that counts agree, with three differences: upper-case
/// letters count as letters; the last label must start with a letter and have two or more, so that
/// `package@1.2.3` is not an address; and letters beyond ASCII part an address from the text, since
/// many scripts put no space before it.
enum EmailPattern {
  /// The range of the address whose `@` stands at `at` and which starts at `floor` or later.
  ///
  /// - Complexity: Linear in the address; `@` ends the look-behind, so that a text full of them
  ///   costs no more than its length.
  static func match(_ text: ScannedBytes, at: Int, floor: Int) -> Range<Int>? {
    guard let end = domainEnd(text, from: at + 1) ?? literalEnd(text, from: at + 1) else {
      return nil
    }
    guard let start = localStart(text, before: at, floor: floor) else { return nil }
    return start..<end
  }

  /// The earliest start of `atom(.atom)*` before the `@` that stands on a word boundary.
  private static func localStart(_ text: ScannedBytes, before at: Int, floor: Int) -> Int? {
    var start: Int?
    var index = at
    var follower = UInt8(ascii: ".")
    while index > floor {
      let byte = text.base[index - 1]
      if byte == UInt8(ascii: ".") {
        guard follower != UInt8(ascii: ".") else { break }
      } else {
        guard isAtom(byte) else { break }
        if isBoundary(text, before: index - 1) { start = index - 1 }
      }
      follower = byte
      index -= 1
    }
    return start
  }

  private static func isBoundary(_ text: ScannedBytes, before index: Int) -> Bool {
    isWordCharacter(text.base[index]) != isWordCharacter(text.at(index - 1))
  }

  @inline(__always)
  private static func isWordCharacter(_ byte: UInt8) -> Bool {
    ASCIIByte.isAlphanumeric(byte) || byte == UInt8(ascii: "_")
  }

  /// The characters of RFC 5322 `atext`.
  @inline(__always)
  private static func isAtom(_ byte: UInt8) -> Bool {
    if ASCIIByte.isAlphanumeric(byte) { return true }
    switch byte {
    case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"),
      UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
      UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "^"),
      UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"),
      UInt8(ascii: "}"), UInt8(ascii: "~"), UInt8(ascii: "-"):
      return true
    default: return false
    }
  }

  /// The end of the longest `label(.label)+` whose last label looks like a top-level domain.
  private static func domainEnd(_ text: ScannedBytes, from start: Int) -> Int? {
    var end: Int?
    var label = start
    var isFirst = true
    while true {
      let run = text.run(from: label) { ASCIIByte.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
      guard run > label, ASCIIByte.isAlphanumeric(text.base[label]) else { return end }
      var last = run
      while text.base[last - 1] == UInt8(ascii: "-") { last -= 1 }
      if !isFirst, last - label >= 2, ASCIIByte.isLetter(text.base[label]) { end = last }
      guard last == run, text.at(run) == UInt8(ascii: ".") else { return end }
      label = run + 1
      isFirst = false
    }
  }

  /// The end of an address literal such as `[192.0.2.1]`.
  private static func literalEnd(_ text: ScannedBytes, from start: Int) -> Int? {
    guard text.at(start) == UInt8(ascii: "[") else { return nil }
    guard let address = IPv4Pattern.parse(text, from: start + 1) else { return nil }
    guard text.at(address.end) == UInt8(ascii: "]") else { return nil }
    return address.end + 1
  }
}
