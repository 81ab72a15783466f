import TextViews

/// Reads characters through disguises: digits and signs for letters, accents, drawn-out letters.
///
/// What looks alike becomes one symbol, in phrases as in texts: `l` and `1` read as `i`, and a letter
/// counts once however often it stands in a row.
struct SkeletonLane: BitwiseCopyable {
  let longestGap: Int
  /// Scalars passed over for one symbol past which a phrase is broken.
  let longestRun: Int
  private(set) var isAfterSeparator = true
  private var gap = 0
  private var last: UInt32 = 0
  private var repeats = 0
  /// Scalars passed over since the last symbol, and before the character at hand.
  private var passed = 0
  private var dropped = 0
  /// Signs that are letters if a letter follows, and a separator otherwise.
  private var signs = WaitingSigns()

  init(longestGap: Int, longestRun: Int) {
    self.longestGap = longestGap
    self.longestRun = longestRun
  }

  mutating func reset() {
    self = SkeletonLane(longestGap: longestGap, longestRun: longestRun)
  }

  /// The first byte of a sign that is not handed on yet.
  @inline(__always)
  var pendingStart: Int { signs.start }

  @inline(__always)
  mutating func feed(_ unit: FoldedUnit, to take: (PhraseSymbol) -> Void) {
    if unit.isBreak {
      signs.removeAll()
      return breakOff(unit.start, take)
    }
    if !unit.isWord, !Self.isLetter(unit) { return feedSign(unit, take) }
    if signs.count > 0 {
      let taken = signs
      signs.removeAll()
      for index in 0..<taken.count { append(taken[index], take) }
    }
    dropped = Int(unit.dropped)
    if unit.standsAlone { separate(unit.start, take) }
    let (value, isDigit) = Self.letter(unit.letter)
    append(
      PhraseSymbol(
        value: value,
        start: unit.start,
        end: unit.end,
        disguise: max(Int(unit.disguise), isDigit ? 2 : 0),
        isGenuine: !isDigit
      ),
      take
    )
    if unit.standsAlone { separate(unit.end, take) }
  }

  @inline(__always)
  mutating func finish(at end: Int, to take: (PhraseSymbol) -> Void) {
    signs.removeAll()
    separate(end, take)
  }

  private mutating func feedSign(_ unit: FoldedUnit, _ take: (PhraseSymbol) -> Void) {
    if let value = Self.sign(unit), signs.count < WaitingSigns.most {
      signs.append(
        PhraseSymbol(
          value: value,
          start: unit.start,
          end: unit.end,
          disguise: 2,
          isGenuine: false
        )
      )
      return
    }
    let place = signs.count > 0 ? signs.start : unit.start
    gap += 1 + signs.count + Int(unit.dropped)
    signs.removeAll()
    separate(place, take)
    if gap > longestGap { breakOff(unit.start, take) }
  }

  @inline(__always)
  private mutating func append(_ symbol: PhraseSymbol, _ take: (PhraseSymbol) -> Void) {
    gap = 0
    if symbol.value == last, !isAfterSeparator {
      repeats += 1
      passed += 1 + dropped
      if passed > longestRun { return breakOff(symbol.end, take) }
      // Zero stands for no symbol: the letter before goes on, and twice more is a disguise.
      take(
        PhraseSymbol(
          value: 0,
          start: symbol.start,
          end: symbol.end,
          disguise: max(symbol.disguise, repeats == 2 ? 2 : 0),
          isGenuine: false
        )
      )
      return
    }
    last = symbol.value
    repeats = 0
    passed = 0
    isAfterSeparator = false
    take(symbol)
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
    repeats = 0
    take(.breaking(at: place))
  }

  /// Reads a plain letter within a word where no phrase has begun; false where more is to be done.
  ///
  /// Nothing but the memory of the last letter changes then.
  @inline(__always)
  mutating func passes(_ letter: UInt32) -> Bool {
    guard !isAfterSeparator, signs.count == 0 else { return false }
    let value: UInt32 = letter == 0x6C ? 0x69 : letter
    guard value == last else {
      last = value
      repeats = 0
      passed = 0
      return true
    }
    guard passed < longestRun else { return false }
    repeats += 1
    passed += 1
    return true
  }

  /// What the last letter was read as.
  @inline(__always)
  var lastValue: UInt32 { last }

  /// The letter that a letter or digit is read as.
  private static func letter(_ scalar: UInt32) -> (value: UInt32, isDigit: Bool) {
    switch scalar {
    case 0x6C: (0x69, false)
    case 0x30: (0x6F, true)
    case 0x31: (0x69, true)
    case 0x33: (0x65, true)
    case 0x34: (0x61, true)
    case 0x35: (0x73, true)
    case 0x37: (0x74, true)
    case 0x38: (0x62, true)
    case 0x39: (0x67, true)
    default: (scalar, false)
    }
  }

  /// Whether a sign is of an alphabet of signs, as those on buttons and flags are.
  private static func isLetter(_ unit: FoldedUnit) -> Bool {
    unit.disguise == 2 && unit.letter &- 0x61 < 26
  }

  /// The letter that a sign may stand for.
  private static func sign(_ unit: FoldedUnit) -> UInt32? {
    switch unit.scalar {
    case 0x80...: unit.letter &- 0x61 < 26 ? letter(unit.letter).value : nil
    case 0x40: 0x61
    case 0x24: 0x73
    case 0x21, 0x7C: 0x69
    case 0x2B: 0x74
    default: nil
    }
  }
}
