/// The letters of one word by script and style, from which a disguise is recognised.
struct ScriptTally {
  private var ascii = 0
  private var cyrillic = 0
  private var greek = 0
  /// Greek letters with an ASCII letter on both sides.
  private var enclosedGreek = 0
  private var styled = 0
  private var fullWidth = 0
  private var other = 0
  private var greekIsOpen = false
  /// The word with look-alikes replaced by ASCII letters.
  private(set) var reading: [UInt8] = []

  mutating func add(_ scalar: UInt32, _ entry: UInt32, _ alike: NormalizedScalars.LookAlike?) {
    if scalar < 0x80 {
      let byte = TextNormalizer.lowercased(UInt8(scalar))
      if 0x61...0x7A ~= byte {
        if greekIsOpen { enclosedGreek += 1 }
        ascii += 1
      }
      greekIsOpen = false
      reading.append(byte)
    } else if let alike {
      if alike.isGreek { greek += 1 } else { cyrillic += 1 }
      greekIsOpen = alike.isGreek && ascii > 0
      reading.append(alike.letter)
    } else if NormalizedScalars.fullWidthLetters ~= scalar {
      fullWidth += 1
    } else if NormalizedScalars.styledRanges.contains(where: { $0 ~= scalar }) {
      styled += 1
    } else if entry & NormalizedScalars.isIgnorable == 0 {
      other += 1
    }
  }

  /// Latin letters among look-alikes; one Greek letter at the edge of a word is mathematics.
  var isMixedScript: Bool {
    guard ascii > 0, other == 0, styled == 0, fullWidth == 0 else { return false }
    guard ascii + cyrillic + greek >= 4 else { return false }
    return cyrillic > 0 || greek > 1 || enclosedGreek > 0
  }

  /// Styled letters for a word, where mathematics has one or two; full width mixed with ASCII.
  var isStyled: Bool {
    guard other == 0, cyrillic == 0, greek == 0 else { return false }
    return styled >= 3 || (fullWidth > 0 && ascii > 0 && fullWidth + ascii >= 4)
  }
}
