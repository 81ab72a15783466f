/// Finds telephone numbers: international ones after `+` or `00`, and the forms in which numbers of
/// the United States, the United Kingdom, Germany and France are written.
enum PhonePattern {
  /// The range of a number whose first digit stands at `digit`; `firstRun` digits stand together.
  static func match(_ text: ScannedBytes, at digit: Int, firstRun: Int) -> Range<Int>? {
    let isPlus = followsPlus(text, digit)
    let lead = text.base[digit]
    guard isPlus || lead == UInt8(ascii: "0") || mayBeAmerican(lead, firstRun) else { return nil }
    let groups = DigitGroups(text, from: digit, parentheses: true, separates: isSeparator)
    let start = digit - (isPlus ? 1 : 0) - (groups.parenthesised == 0 ? 1 : 0)
    guard !isPartOfToken(text.at(start - 1), beforePlus: isPlus) else { return nil }
    guard groups.end > digit, !runsOn(text, groups.end) else { return nil }
    let isNumber =
      isPlus
      ? isInternational(groups, from: 0)
      : lead == UInt8(ascii: "0")
        ? isInternationalAfterZeros(groups) || isBritish(groups) || isFrench(groups)
          || isGerman(groups)
        : isAmerican(groups)
    return isNumber && !isPostalCode(groups, text, from: start) ? start..<groups.end : nil
  }

  /// Whether it is a postal code of the United States behind the letters of a state, `MA 02110-1301`.
  private static func isPostalCode(
    _ groups: DigitGroups,
    _ text: ScannedBytes,
    from start: Int
  ) -> Bool {
    guard groups.lengths == [5, 4], text.at(start - 1) == UInt8(ascii: " ") else { return false }
    let end = text.at(start - 2) == UInt8(ascii: " ") ? start - 2 : start - 1
    return ASCIIByte.isUpper(text.at(end - 1)) && ASCIIByte.isUpper(text.at(end - 2))
      && !ASCIIByte.isAlphanumeric(text.at(end - 3))
  }

  /// Whether a `+` stands before the digit at hand; one of the two may be followed by a `(`.
  private static func followsPlus(_ text: ScannedBytes, _ digit: Int) -> Bool {
    let before = text.at(digit - 1) == UInt8(ascii: "(") ? digit - 2 : digit - 1
    return text.at(before) == UInt8(ascii: "+")
  }

  private static func mayBeAmerican(_ lead: UInt8, _ firstRun: Int) -> Bool {
    firstRun == 3 || (firstRun == 1 && lead == UInt8(ascii: "1"))
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "/")
  }

  /// Order numbers, decimals, amounts and addresses of pages are no telephone numbers.
  ///
  /// A `+` tells a number from a decimal and from a field's value.
  private static func isPartOfToken(_ byte: UInt8, beforePlus: Bool) -> Bool {
    if ASCIIByte.isAlphanumeric(byte) { return true }
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "="): return !beforePlus
    case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "#"),
      UInt8(ascii: "$"), UInt8(ascii: "+"), UInt8(ascii: "@"), UInt8(ascii: "&"),
      UInt8(ascii: "\\"), UInt8(ascii: "^"):
      return true
    default: return false
    }
  }

  private static func runsOn(_ text: ScannedBytes, _ end: Int) -> Bool {
    let next = text.at(end)
    if ASCIIByte.isAlphanumeric(next) || next == UInt8(ascii: "_") || next == UInt8(ascii: "@") {
      return true
    }
    let following = text.at(end + 1)
    switch next {
    case UInt8(ascii: "-"), UInt8(ascii: "."): return ASCIIByte.isAlphanumeric(following)
    case UInt8(ascii: "/"), UInt8(ascii: ","), UInt8(ascii: ":"):
      return ASCIIByte.isDigit(following)
    default: return false
    }
  }

  /// E.164: a country code in use and 8 to 15 digits in all.
  private static func isInternational(_ groups: DigitGroups, from first: Int) -> Bool {
    let count = groups.digits.count - first
    guard (8...15).contains(count) else { return false }
    if groups.digits[first] == 1 { return count == 11 && groups.digits[first + 1] >= 2 }
    return isCountryCode(groups.number(first..<first + 2), groups.number(first..<first + 3))
  }

  private static func isInternationalAfterZeros(_ groups: DigitGroups) -> Bool {
    let digits = groups.digits
    guard digits.count >= 12, digits[0] == 0, digits[1] == 0, digits[2] != 0 else { return false }
    guard groups.lengths.allSatisfy({ $0 >= 2 }) else { return false }
    return isInternational(groups, from: 2)
  }

  /// ITU-T E.164 assignments, by their first two and three digits.
  private static func isCountryCode(_ two: Int, _ three: Int) -> Bool {
    switch two {
    case 70...79, 20, 27, 30...34, 36, 39...41, 43...49, 51...58, 60...66, 81, 82, 84, 86, 90...95,
      98:
      return true
    case 21, 22, 23, 24, 25, 26, 29, 35, 37, 38, 42, 50, 59, 67, 68, 69, 80, 85, 87, 88, 96, 97, 99:
      return !unassigned.contains(three)
    default: return false
    }
  }

  private static let unassigned: Set<Int> = [
    210, 214, 215, 217, 219, 259, 292, 293, 294, 295, 296, 384, 388, 422, 424, 425, 426, 427,
    428, 429, 693, 694, 695, 696, 697, 698, 699, 851, 854, 857, 858, 859, 871, 872, 873, 874, 875,
    876, 877, 879, 884, 885, 887, 889, 969, 978, 990, 991, 997, 999,
  ]

  /// The North American plan: area and exchange start with 2 to 9 and are no service codes.
  private static func isAmerican(_ groups: DigitGroups) -> Bool {
    var lengths = groups.lengths[...]
    var first = 0
    if lengths.first == 1 {
      guard groups.digits[0] == 1 else { return false }
      lengths = lengths.dropFirst()
      first = 1
    }
    guard lengths.elementsEqual([3, 3, 4]) else { return false }
    guard !groups.separators.contains(UInt8(ascii: "/")) else { return false }
    let isBracketed = groups.parenthesised == lengths.startIndex
    guard groups.parenthesised == nil || isBracketed else { return false }
    guard isBracketed || groups.uniformSeparator != nil || first == 1 else { return false }
    return isCodeOfService(groups, first) && isCodeOfService(groups, first + 3)
  }

  private static func isCodeOfService(_ groups: DigitGroups, _ index: Int) -> Bool {
    groups.digits[index] >= 2 && !(groups.digits[index + 1] == 1 && groups.digits[index + 2] == 1)
  }

  /// Ten or eleven digits after 01, 02, 03, 07 or 08, the area code apart from the rest.
  private static func isBritish(_ groups: DigitGroups) -> Bool {
    guard [1, 2, 3, 7, 8].contains(groups.digits[safe: 1] ?? 0) else { return false }
    let count = groups.digits.count
    if groups.lengths.count == 1 { return groups.digits[1] == 7 && count == 11 }
    guard count == 11 || (count == 10 && groups.digits[1] <= 1) else { return false }
    guard (3...5).contains(groups.lengths[0]), groups.lengths.count <= 4 else { return false }
    guard groups.lengths.dropFirst().allSatisfy({ $0 >= 3 }) else { return false }
    return groups.separators.allSatisfy {
      $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-") || $0 == 0
    }
  }

  /// Five pairs, the first of them 01 to 09.
  private static func isFrench(_ groups: DigitGroups) -> Bool {
    guard groups.lengths == [2, 2, 2, 2, 2], groups.parenthesised == nil else { return false }
    guard groups.digits[0] == 0, groups.digits[1] != 0 else { return false }
    return groups.uniformSeparator.map { $0 != UInt8(ascii: "/") } ?? false
  }

  /// An area code of three to five digits, then six digits or more, after DIN 5008 or with `/`.
  private static func isGerman(_ groups: DigitGroups) -> Bool {
    guard groups.digits[0] == 0, (groups.digits[safe: 1] ?? 0) != 0 else { return false }
    // Three, two and four are a social security number's, given out or not.
    guard groups.lengths != [3, 2, 4] else { return false }
    guard (9...12).contains(groups.digits.count), (3...5).contains(groups.lengths[0]),
      (2...5).contains(groups.lengths.count)
    else { return false }
    guard !groups.separators.contains(UInt8(ascii: ".")) else { return false }
    guard !groups.separators.dropFirst().contains(UInt8(ascii: "/")) else { return false }
    return groups.lengths.dropFirst().allSatisfy { $0 >= 2 } || groups.lengths.count == 2
  }
}

extension [UInt8] {
  fileprivate subscript(safe index: Int) -> UInt8? { indices.contains(index) ? self[index] : nil }
}
