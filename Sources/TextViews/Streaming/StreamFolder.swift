/// Folds a text scalar by scalar, so that it makes no difference how the text arrives in pieces.
///
/// A letter is handed on with the scalar after it, because marks may follow that belong to it.
package final class StreamFolder {
  private let scalars = NormalizedScalars.shared
  private let longestRun: Int
  private var pending: FoldedUnit?
  private var dropped = 0
  private var context = ScriptContext()
  /// What the last call of `feed` or `finish` completed.
  package private(set) var units: [FoldedUnit] = []

  /// - Parameter longestRun: Invisible characters and stray marks in a row that are passed over.
  package init(longestRun: Int) {
    self.longestRun = longestRun
    units.reserveCapacity(20)
  }

  /// Forgets the text.
  package func reset() {
    pending = nil
    dropped = 0
    context = ScriptContext()
    units.removeAll(keepingCapacity: true)
  }

  /// Where the letter begins that is not handed on yet; `Int.max` where there is none.
  package var pendingStart: Int { pending?.start ?? .max }

  /// Takes over a plain letter that is not handed on yet, before a scalar that may belong to it.
  package func adopt(_ plain: inout PlainLetters) {
    if plain.letter != 0 {
      pending = PlainLetters.unit(plain.letter, plain.start, isWord: true)
      plain.letter = 0
    }
    plain.isFolding = true
  }

  /// Whether nothing but a plain letter is held, if that: then plain text can go on without it.
  package func release(to plain: inout PlainLetters) {
    guard dropped == 0, !context.isQuiet, !context.isMixed else { return }
    if let unit = pending {
      guard unit.scalar < 0x80, unit.letter == unit.scalar, unit.disguise == 0, unit.dropped == 0,
        unit.end == unit.start + 1
      else { return }
      plain.letter = unit.scalar
      plain.start = unit.start
      pending = nil
    }
    plain.isFolding = false
  }

  /// Takes a scalar that stands at these bytes; `units` holds what is complete then.
  package func feed(_ scalar: UInt32, _ start: Int, _ end: Int) {
    units.removeAll(keepingCapacity: true)
    guard scalar < 0x80 else { return feedBeyondASCII(scalar, start, end) }
    flush()
    let lower = scalar &- 0x41 < 26 ? scalar | 0x20 : scalar
    let isWord = lower &- 0x61 < 26 || lower &- 0x30 < 10
    let reveals = isWord && context.reveals()
    let unit = unit(lower, letter: lower, start, end, isWord: isWord, disguise: reveals ? 2 : 0)
    if isWord {
      pending = unit
    } else {
      context.endWord()
      units.append(unit)
    }
  }

  /// Hands on the last letter.
  package func finish() {
    units.removeAll(keepingCapacity: true)
    flush()
  }

  private func flush() {
    guard let unit = pending else { return }
    units.append(unit)
    pending = nil
  }

  private func unit(
    _ scalar: UInt32,
    letter: UInt32,
    _ start: Int,
    _ end: Int,
    isWord: Bool,
    disguise: UInt8 = 0
  ) -> FoldedUnit {
    let passed = dropped
    dropped = 0
    return FoldedUnit(
      scalar: scalar,
      letter: letter,
      start: start,
      end: end,
      dropped: UInt16(min(passed, 1 << 15)),
      disguise: disguise,
      isWord: isWord,
      standsAlone: isWord && Self.standsAlone(scalar),
      isBreak: false
    )
  }

  private func feedBeyondASCII(_ scalar: UInt32, _ start: Int, _ end: Int) {
    let entry = scalars.table[scalar]
    if entry & NormalizedScalars.isIgnorable != 0 { return drop(end) }
    if entry & NormalizedScalars.isCombining != 0, let base = pending,
      let composite = scalars.composite(base.scalar, scalar)
    {
      pending?.scalar = composite
      pending?.end = end
      pending?.disguise = max(base.disguise, 1)
      return
    }
    if Self.isStrayMark(scalar) {
      pending?.end = end
      pending?.disguise = 2
      return drop(end)
    }
    if let pending, pending.letter &- 0x61 < 26, WritingScript(pending.scalar) == nil,
      WritingScript(scalar) != nil
    {
      context.mix()
    }
    flush()
    fold(scalar, entry, start, end)
  }

  private func fold(_ scalar: UInt32, _ entry: UInt32, _ start: Int, _ end: Int) {
    let value = entry & NormalizedScalars.changeMask
    if entry & NormalizedScalars.isDisguised != 0, foldSign(scalar, start, end) { return }
    if entry & NormalizedScalars.isExpansion != 0, Int(value) < scalars.expansions.count {
      for part in scalars.expansions[Int(value)] {
        let isWord = scalars.table[part] & NormalizedScalars.isWord != 0 || Self.isASCIIWord(part)
        units.append(unit(part, letter: part, start, end, isWord: isWord, disguise: 1))
      }
      return
    }
    let target = scalar ^ value
    let known = value == 0 ? entry : scalars.table[target]
    let isWord = Self.isASCIIWord(target) || known & NormalizedScalars.isWord != 0
    let (letter, disguise) = reading(scalar, entry, target, known, start)
    if isWord, letter >= 0x80 { context.note(scalar, endingAt: end) }
    let unit = unit(target, letter: letter, start, end, isWord: isWord, disguise: disguise)
    if isWord {
      pending = unit
    } else {
      context.endWord()
      units.append(unit)
    }
  }

  /// Hands on a sign that passes for a letter; false where it is none.
  private func foldSign(_ scalar: UInt32, _ start: Int, _ end: Int) -> Bool {
    guard let sign = scalars.disguise(scalar), sign.kind == .sign || sign.kind == .alphabet else {
      return false
    }
    let weight: UInt8 = sign.kind == .alphabet ? 2 : 1
    let letter = UInt32(sign.letter)
    context.endWord()
    units.append(unit(scalar, letter: letter, start, end, isWord: false, disguise: weight))
    return true
  }

  /// The letter that a scalar passes for, and how much it looks like a disguise.
  private func reading(
    _ scalar: UInt32,
    _ entry: UInt32,
    _ target: UInt32,
    _ known: UInt32,
    _ start: Int
  ) -> (letter: UInt32, disguise: UInt8) {
    let isStyled = entry & NormalizedScalars.isSuspicious != 0
    let isAlike = (entry | known) & NormalizedScalars.isSuspicious != 0
    let small = Self.isUnlikeSmall(scalar) ? scalar : target
    let alike = isAlike ? scalars.lookAlike(scalar) ?? scalars.lookAlike(small) : nil
    var letter = alike.map { UInt32($0.letter) }
    var weight: UInt8 = 2
    if letter == nil, (entry | known) & NormalizedScalars.isDisguised != 0,
      let hidden = scalars.disguise(scalar) ?? scalars.disguise(small)
    {
      letter = UInt32(hidden.letter)
      if hidden.kind == .orthography, !isStyled { weight = 1 }
    }
    guard let letter else {
      let plain = scalars.withoutMarks(target)
      return (plain, isStyled ? 2 : plain == target ? 0 : 1)
    }
    return (letter, context.isAtHome(scalar, startingAt: start) ? 0 : weight)
  }

  /// Whether a capital passes for no Latin letter although its small one does: of Greek and Cyrillic,
  /// gamma and what is derived from it.
  private static func isUnlikeSmall(_ scalar: UInt32) -> Bool {
    scalar == 0x413 || scalar == 0x393 || scalar == 0x403 || scalar == 0x490
  }

  /// Passes over a scalar, and breaks the text where too many come in a row.
  private func drop(_ end: Int) {
    dropped += 1
    guard dropped == longestRun + 1 else { return }
    flush()
    units.append(
      FoldedUnit(
        scalar: 0x0A,
        letter: 0x0A,
        start: end,
        end: end,
        dropped: 0,
        disguise: 0,
        isWord: false,
        standsAlone: false,
        isBreak: true
      )
    )
  }

  private static func isASCIIWord(_ scalar: UInt32) -> Bool {
    scalar &- 0x61 < 26 || scalar &- 0x30 < 10
  }

  /// Marks of Latin, Greek and Cyrillic, which are passed over where they compose with nothing.
  private static func isStrayMark(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x300...0x36F, 0x483...0x489, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF,
      0xFE20...0xFE2F:
      true
    default: false
    }
  }

  /// Thai, Lao, Burmese, Khmer, Han, kana and Hangul.
  private static func standsAlone(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0..<0xE00: false
    case 0xE00...0xEFF, 0x1000...0x109F, 0x1100...0x11FF, 0x1780...0x17FF, 0x3005...0x30FF,
      0x3130...0x318F, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7FF,
      0xF900...0xFAFF, 0x20000...0x3FFFF:
      true
    default: false
    }
  }
}
