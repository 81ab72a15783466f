/// Finds payment card numbers: a known prefix, a length of that scheme and the Luhn check digit.
enum PaymentCardPattern {
  /// The range of a number whose first digit stands at `start`.
  static func match(_ text: ScannedBytes, at start: Int, firstRun: Int) -> Range<Int>? {
    let isWhole = (13...19).contains(firstRun)
    guard isWhole || firstRun == 4 else { return nil }
    guard !touchesNumber(text, text.at(start - 1), text.at(start - 2)) else { return nil }
    let groups = DigitGroups(text, from: start) {
      $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-")
    }
    guard let lengths = cardGroups(groups) else { return nil }
    let count = lengths.reduce(0, +)
    let end = start + count + lengths.count - 1
    guard !touchesNumber(text, text.at(end), text.at(end + 1)) else { return nil }
    let digits = groups.digits[..<count]
    guard hasKnownPrefix(groups, count: count), isLuhnValid(digits) else { return nil }
    return start..<end
  }

  /// The first groups that make up a card: one of 13 to 19, or those that are printed on cards.
  private static func cardGroups(_ groups: DigitGroups) -> [Int]? {
    if let first = groups.lengths.first, first >= 13 { return [first] }
    for layout in layouts where groups.lengths.starts(with: layout) {
      let separators = groups.separators.prefix(layout.count - 1)
      if separators.allSatisfy({ $0 == separators.first }) { return layout }
    }
    return nil
  }

  private static let layouts = [[4, 4, 4, 4, 3], [4, 4, 4, 4], [4, 6, 5], [4, 6, 4]]

  private static func touchesNumber(_ text: ScannedBytes, _ near: UInt8, _ far: UInt8) -> Bool {
    if ASCIIByte.isWord(near) || near == UInt8(ascii: "_") { return true }
    let joins = near == UInt8(ascii: ".") || near == UInt8(ascii: "-") || near == UInt8(ascii: ",")
    return joins && ASCIIByte.isAlphanumeric(far)
  }

  /// ISO/IEC 7812 ranges of the schemes in use, with the lengths each issues.
  private static func hasKnownPrefix(_ groups: DigitGroups, count: Int) -> Bool {
    let four = groups.number(0..<4)
    switch four {
    case 4000...4999: return count == 13 || count == 16 || count == 19
    case 5100...5599, 2221...2720: return count == 16
    case 3400...3499, 3700...3799: return count == 15
    case 3000...3059, 3095, 3600...3699, 3800...3999: return (14...19).contains(count)
    case 3528...3589, 6011, 6440...6599, 6200...6299, 8100...8171: return (16...19).contains(count)
    case 5018, 5020, 5038, 5893, 6304, 6759, 6761...6763: return (13...19).contains(count)
    default: return false
    }
  }

  private static func isLuhnValid(_ digits: ArraySlice<UInt8>) -> Bool {
    var sum = 0
    for (position, digit) in digits.reversed().enumerated() {
      let doubled = Int(digit) * 2
      sum += position % 2 == 0 ? Int(digit) : doubled > 9 ? doubled - 9 : doubled
    }
    return sum % 10 == 0
  }
}
