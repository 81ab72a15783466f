/// Finds United States social security numbers by the rules of their allocation.
///
/// `AAA-GG-SSSS` counts wherever it stands; the same with spaces or without separators is too
/// common among other numbers and counts only where the text speaks of social security just before.
enum SocialSecurityPattern {
  /// How far back a mention may stand.
  static let mentionReach = 48

  /// The range of a number whose first digit stands at `start`.
  static func match(_ text: ScannedBytes, at start: Int, firstRun: Int) -> Range<Int>? {
    guard firstRun == 3 || firstRun == 9 else { return nil }
    let (mark, gap) = firstRun == 3 ? text.sign(at: start + 3) : (0, 0)
    let isHyphenated = mark == UInt8(ascii: "-")
    guard firstRun == 9 || isHyphenated || mark == UInt8(ascii: " ") else { return nil }
    let end = start + 9 + 2 * gap
    guard end <= text.count, !touches(text, start, end) else { return nil }
    guard gap == 0 || text.sign(at: start + 5 + gap) == (mark, gap) else { return nil }
    guard let area = number(text, start, 3), let group = number(text, start + 3 + gap, 2),
      let serial = number(text, start + 5 + 2 * gap, 4)
    else { return nil }
    guard isAllocated(area, group, serial) else { return nil }
    guard isHyphenated || isMentioned(text, before: start) else { return nil }
    return start..<end
  }

  private static func touches(_ text: ScannedBytes, _ start: Int, _ end: Int) -> Bool {
    let (before, after) = (text.at(start - 1), text.at(end))
    if ASCIIByte.isAlphanumeric(before) || ASCIIByte.isAlphanumeric(after) { return true }
    let hyphen = UInt8(ascii: "-")
    let point = UInt8(ascii: ".")
    if before == hyphen || after == hyphen || before == UInt8(ascii: "_") { return true }
    if before == UInt8(ascii: "+") { return true }
    return (before == point && ASCIIByte.isDigit(text.at(start - 2)))
      || (after == point && ASCIIByte.isDigit(text.at(end + 1)))
  }

  private static func number(_ text: ScannedBytes, _ start: Int, _ count: Int) -> Int? {
    var value = 0
    for index in start..<start + count {
      guard ASCIIByte.isDigit(text.at(index)) else { return nil }
      value = value * 10 + Int(text.base[index] - 0x30)
    }
    return value
  }

  /// Areas 000, 666 and 900 up were never given out; two numbers were voided after being printed.
  private static func isAllocated(_ area: Int, _ group: Int, _ serial: Int) -> Bool {
    guard (1..<900).contains(area), area != 666, group != 0, serial != 0 else { return false }
    return (area, group, serial) != (78, 5, 1120) && (area, group, serial) != (219, 9, 9999)
  }

  private static func isMentioned(_ text: ScannedBytes, before start: Int) -> Bool {
    let first = max(0, start - mentionReach)
    guard start - first >= 3 else { return false }
    let window = (first..<start).map { ASCIIByte.lowered(text.base[$0]) }
    return window.indices.contains {
      window[$0...].starts(with: "social security".utf8) || window[$0...].starts(with: "ssn".utf8)
    }
  }
}
