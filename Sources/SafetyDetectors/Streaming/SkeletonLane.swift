import TextViews

/// Reads characters through disguises: digits and signs for letters, accents, drawn-out letters.
///
/// What looks alike becomes one symbol, in phrases as in texts: `l` and `1` read as `i`, and a letter
/// counts once however often it stands in a row.
struct SkeletonLane {
  let longestGap: Int
  /// Scalars passed over for one symbol past which a phrase is broken.
  let longestRun: Int
  private var isAfterSeparator = true
  private var gap = 0
  private var last: UInt32 = 0
  private var repeats = 0
  /// Scalars passed over since the last symbol, and before the character at hand.
  private var passed = 0
  private var dropped = 0
  /// Signs that are letters if a letter follows, and a separator otherwise.
  private var signs: [PhraseSymbol] = []

  private static let mostSigns = 3

  init(longestGap: Int, longestRun: Int) {
    self.longestGap = longestGap
    self.longestRun = longestRun
  }

  mutating func reset() {
    self = SkeletonLane(longestGap: longestGap, longestRun: longestRun)
  }

  /// The first byte of a sign that is not handed on yet.
  var pendingStart: Int { signs.first?.start ?? .max }

  @inline(__always)
  mutating func feed(_ unit: FoldedUnit, into symbols: inout [PhraseSymbol]) {
    if unit.isBreak {
      signs.removeAll(keepingCapacity: true)
      return breakOff(unit.start, &symbols)
    }
    if !unit.isWord { return feedSign(unit, &symbols) }
    if !signs.isEmpty {
      let taken = signs
      signs.removeAll(keepingCapacity: true)
      for sign in taken { append(sign, &symbols) }
    }
    dropped = Int(unit.dropped)
    if unit.standsAlone { separate(unit.start, &symbols) }
    let (value, isDigit) = Self.letter(unit.letter)
    append(
      PhraseSymbol(
        value: value,
        start: unit.start,
        end: unit.end,
        disguise: max(Int(unit.disguise), isDigit ? 2 : 0),
        isGenuine: !isDigit
      ),
      &symbols
    )
    if unit.standsAlone { separate(unit.end, &symbols) }
  }

  mutating func finish(at end: Int, into symbols: inout [PhraseSymbol]) {
    signs.removeAll(keepingCapacity: true)
    separate(end, &symbols)
  }

  private mutating func feedSign(_ unit: FoldedUnit, _ symbols: inout [PhraseSymbol]) {
    if let value = Self.sign(unit.scalar), signs.count < Self.mostSigns {
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
    let place = signs.first?.start ?? unit.start
    gap += 1 + signs.count + Int(unit.dropped)
    signs.removeAll(keepingCapacity: true)
    separate(place, &symbols)
    if gap > longestGap { breakOff(unit.start, &symbols) }
  }

  private mutating func append(_ symbol: PhraseSymbol, _ symbols: inout [PhraseSymbol]) {
    gap = 0
    if symbol.value == last, !isAfterSeparator {
      repeats += 1
      passed += 1 + dropped
      if passed > longestRun { return breakOff(symbol.end, &symbols) }
      // Zero stands for no symbol: the letter before goes on, and twice more is a disguise.
      symbols.append(
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
    symbols.append(symbol)
  }

  private mutating func separate(_ place: Int, _ symbols: inout [PhraseSymbol]) {
    guard !isAfterSeparator else { return }
    isAfterSeparator = true
    symbols.append(.separator(at: place))
  }

  private mutating func breakOff(_ place: Int, _ symbols: inout [PhraseSymbol]) {
    isAfterSeparator = true
    gap = 0
    repeats = 0
    symbols.append(.breaking(at: place))
  }

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

  /// The letter that a sign may stand for.
  private static func sign(_ scalar: UInt32) -> UInt32? {
    switch scalar {
    case 0x40: 0x61
    case 0x24: 0x73
    case 0x21, 0x7C: 0x69
    case 0x2B: 0x74
    default: nil
    }
  }
}
