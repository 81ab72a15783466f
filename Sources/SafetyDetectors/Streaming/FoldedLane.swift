import TextViews

/// Turns folded characters into words apart by one separator each.
struct FoldedLane {
  /// Signs and spaces in a row past which a phrase is broken.
  let longestGap: Int
  private var isAfterSeparator = true
  private var gap = 0

  init(longestGap: Int) { self.longestGap = longestGap }

  mutating func reset() { self = FoldedLane(longestGap: longestGap) }

  /// Appends the symbols that a character gives: none to three.
  @inline(__always)
  mutating func feed(_ unit: FoldedUnit, into symbols: inout [PhraseSymbol]) {
    if unit.isBreak { return breakOff(unit.start, &symbols) }
    guard unit.isWord else {
      gap += 1 + Int(unit.dropped)
      separate(unit.start, &symbols)
      if gap > longestGap { breakOff(unit.start, &symbols) }
      return
    }
    gap = 0
    if unit.standsAlone { separate(unit.start, &symbols) }
    symbols.append(
      PhraseSymbol(
        value: unit.scalar,
        start: unit.start,
        end: unit.end,
        disguise: 0,
        isGenuine: true
      )
    )
    isAfterSeparator = false
    if unit.standsAlone { separate(unit.end, &symbols) }
  }

  mutating func finish(at end: Int, into symbols: inout [PhraseSymbol]) {
    separate(end, &symbols)
  }

  private mutating func separate(_ place: Int, _ symbols: inout [PhraseSymbol]) {
    guard !isAfterSeparator else { return }
    isAfterSeparator = true
    symbols.append(.separator(at: place))
  }

  private mutating func breakOff(_ place: Int, _ symbols: inout [PhraseSymbol]) {
    isAfterSeparator = true
    gap = 0
    symbols.append(.breaking(at: place))
  }
}
