/// What becomes of the text that a splitter finds.
enum SplitBehavior: String, Sendable, Hashable {
  case removed = "Removed"
  case isolated = "Isolated"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"
  case contiguous = "Contiguous"

  /// Cuts a range by the matches in it.
  ///
  /// - Parameters:
  ///   - range: All of the text to cut.
  ///   - matches: Ascending ranges in it that do not overlap.
  ///   - inverted: Whether what lies between the matches counts as found.
  ///   - output: Receives the pieces, none of which is empty.
  func cut(
    _ range: Range<Int>,
    matches: [Range<Int>],
    inverted: Bool = false,
    into output: inout [Range<Int>]
  ) {
    var parts: [(range: Range<Int>, isMatch: Bool)] = []
    parts.reserveCapacity(matches.count * 2 + 1)
    var done = range.lowerBound
    for match in matches {
      if match.lowerBound > done { parts.append((done..<match.lowerBound, inverted)) }
      parts.append((match, !inverted))
      done = match.upperBound
    }
    if done < range.upperBound { parts.append((done..<range.upperBound, inverted)) }
    switch self {
    case .removed: output += parts.filter { !$0.isMatch }.map(\.range)
    case .isolated: output += parts.map(\.range)
    case .contiguous:
      output += Self.merged(parts) { $0.isMatch == $1.isMatch }
    case .mergedWithPrevious:
      output += Self.merged(parts) { !$0.isMatch && $1.isMatch }
    case .mergedWithNext: output += Self.mergedWithNext(parts)
    }
  }

  private static func merged(
    _ parts: [(range: Range<Int>, isMatch: Bool)],
    _ joins: ((range: Range<Int>, isMatch: Bool), (range: Range<Int>, isMatch: Bool)) -> Bool
  ) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    for (index, part) in parts.enumerated() {
      if index > 0, joins(parts[index - 1], part), let last = pieces.popLast() {
        pieces.append(last.lowerBound..<part.range.upperBound)
      } else {
        pieces.append(part.range)
      }
    }
    return pieces
  }

  private static func mergedWithNext(
    _ parts: [(range: Range<Int>, isMatch: Bool)]
  ) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var index = 0
    while index < parts.count {
      let part = parts[index]
      if part.isMatch, index + 1 < parts.count, !parts[index + 1].isMatch {
        pieces.append(part.range.lowerBound..<parts[index + 1].range.upperBound)
        index += 2
      } else {
        pieces.append(part.range)
        index += 1
      }
    }
    return pieces
  }
}
