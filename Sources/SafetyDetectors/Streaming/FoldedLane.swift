import TextViews

/// Turns folded characters into words apart by one separator each.
struct FoldedLane: BitwiseCopyable {
  /// Signs and spaces in a row past which a phrase is broken.
  let longestGap: Int
  private(set) var isAfterSeparator = true
  private var gap = 0

  init(longestGap: Int) { self.longestGap = longestGap }

  mutating func reset() { self = FoldedLane(longestGap: longestGap) }

  /// Hands on the symbols that a character gives: none to three.
  @inline(__always)
  mutating func feed(_ unit: FoldedUnit, to take: (PhraseSymbol) -> Void) {
    if unit.isBreak { return breakOff(unit.start, take) }
    guard unit.isWord else {
      gap += 1 + Int(unit.dropped)
      separate(unit.start, take)
      if gap > longestGap { breakOff(unit.start, take) }
      return
    }
    gap = 0
    if unit.standsAlone { separate(unit.start, take) }
    take(
      PhraseSymbol(
        value: unit.scalar,
        start: unit.start,
        end: unit.end,
        disguise: 0,
        isGenuine: true
      )
    )
    isAfterSeparator = false
    if unit.standsAlone { separate(unit.end, take) }
  }

  @inline(__always)
  mutating func finish(at end: Int, to take: (PhraseSymbol) -> Void) {
    separate(end, take)
  }

  @inline(__always)
  private mutating func separate(_ place: Int, _ take: (PhraseSymbol) -> Void) {
    guard !isAfterSeparator else { return }
    isAfterSeparator = true
    take(.separator(at: place))
  }

  @inline(__always)
  private mutating func breakOff(_ place: Int, _ take: (PhraseSymbol) -> Void) {
    isAfterSeparator = true
    gap = 0
    take(.breaking(at: place))
  }
}
