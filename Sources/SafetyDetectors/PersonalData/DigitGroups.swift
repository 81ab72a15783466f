/// Digits written in groups, such as a telephone or card number, gathered up to a bound.
struct DigitGroups {
  /// More digits than any number that is looked for.
  static let digitLimit = 20

  private(set) var digits: [UInt8] = []
  /// How many digits each group has.
  private(set) var lengths: [Int] = []
  /// Where each group ends.
  private(set) var ends: [Int] = []
  /// The separator after each group but the last; parentheses and their spaces are left out.
  private(set) var separators: [UInt8] = []
  /// The end of the last group.
  private(set) var end = 0
  private(set) var parenthesised: Int?

  /// Reads groups of digits from `start` on, one separator between two of them, which typography
  /// may have set.
  ///
  /// - Parameters:
  ///   - text: The bytes to read.
  ///   - start: The offset of the first digit.
  ///   - parentheses: Whether one group may stand in parentheses.
  ///   - separates: Which bytes may stand between two groups.
  init(
    _ text: ScannedBytes,
    from start: Int,
    parentheses: Bool = false,
    separates: (UInt8) -> Bool
  ) {
    digits.reserveCapacity(Self.digitLimit)
    var index = start
    var isOpen = parentheses && Self.isBracketed(text, from: start)
    while digits.count < Self.digitLimit {
      let limit = Self.digitLimit - digits.count
      let run = text.run(from: index, limit: limit, while: ASCIIByte.isDigit)
      guard run > index else { break }
      for position in index..<run { digits.append(text.base[position] - 0x30) }
      lengths.append(run - index)
      ends.append(run)
      end = run
      var next = run
      if isOpen {
        guard text.at(next) == UInt8(ascii: ")") else { break }
        parenthesised = lengths.count - 1
        isOpen = false
        next += 1
        end = next
      }
      let (mark, width) = text.sign(at: next)
      if separates(mark) { next += width }
      if parentheses, parenthesised == nil, text.at(next) == UInt8(ascii: "(") {
        isOpen = true
        next += 1
      }
      guard next > run, ASCIIByte.isDigit(text.at(next)) else { break }
      separators.append(separates(mark) ? mark : 0)
      index = next
    }
    if isOpen { end = start }
  }

  /// Whether the first group stands in parentheses, with a `+` before it or not.
  private static func isBracketed(_ text: ScannedBytes, from start: Int) -> Bool {
    let before = text.at(start - 1) == UInt8(ascii: "+") ? start - 2 : start - 1
    guard text.at(before) == UInt8(ascii: "(") else { return false }
    let end = text.run(from: start, limit: digitLimit, while: ASCIIByte.isDigit)
    return text.at(end) == UInt8(ascii: ")")
  }

  /// The separator that stands between all groups, or nil when they differ.
  var uniformSeparator: UInt8? {
    guard let first = separators.first, separators.allSatisfy({ $0 == first }) else { return nil }
    return first
  }

  /// The value of the digits in a range.
  func number(_ range: Range<Int>) -> Int {
    digits[range].reduce(0) { $0 * 10 + Int($1) }
  }
}
