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
    // What stands behind a card, such as its code of three figures, may look like a longer layout.
    for layout in isWhole ? [[firstRun]] : layouts {
      if let end = end(of: groups, as: layout, text) { return start..<end }
    }
    return nil
  }

  /// Where a card ends whose first groups are as long as a layout says; nil where it is no card.
  private static func end(
    of groups: DigitGroups,
    as layout: [Int],
    _ text: ScannedBytes
  ) -> Int? {
    guard groups.lengths.starts(with: layout) else { return nil }
    let separators = groups.separators.prefix(layout.count - 1)
    guard separators.allSatisfy({ $0 == separators.first }) else { return nil }
    let end = groups.ends[layout.count - 1]
    guard !touchesNumber(text, text.at(end), text.at(end + 1)) else { return nil }
    let count = layout.reduce(0, +)
    guard hasKnownPrefix(groups, count: count) else { return nil }
    return isLuhnValid(groups.digits[..<count]) ? end : nil
  }

  /// The groups that are printed on cards.
  private static let layouts = [[4, 4, 4, 4, 3], [4, 4, 4, 4], [4, 6, 5], [4, 6, 4]]

  private static func touchesNumber(_ text: ScannedBytes, _ near: UInt8, _ far: UInt8) -> Bool {
    if ASCIIByte.isAlphanumeric(near) || near == UInt8(ascii: "_") { return true }
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
    case 2200...2204, 5060, 5061, 5078, 5079: return (16...19).contains(count)
    case 5019, 5066, 5067, 5085...5099, 6062, 6069...6085, 9792: return count == 16
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
