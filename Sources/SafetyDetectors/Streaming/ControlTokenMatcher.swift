import TextViews

/// Finds markers of turns, tools and channels of Gemma's chat templates, and look-alikes of them.
///
/// Angle brackets and bars of every kind count, as do spaces and invisible characters within.
package final class ControlTokenMatcher: StreamMatcher {
  /// Markers of Gemma 1 to 4, without `_`, which a look-alike may leave out.
  static let markers = [
    "<startofturn>", "<endofturn>", "<startofimage>", "<endofimage>", "<bos>", "<eos>", "<pad>",
    "<|turn>", "<turn|>", "<|channel>", "<channel|>", "<|think|>", "<|tool>", "<tool|>",
    "<|toolcall>", "<toolcall|>", "<|toolresponse>", "<toolresponse|>", "<|image|>", "<|audio|>",
    "<|image>", "<image|>", "<|audio>", "<audio|>",
  ]

  /// Scalars within a marker that are passed over in a row.
  private static let longestGap = 4

  private static let automaton = PhraseAutomaton(
    markers.map { $0.unicodeScalars.map(\.value) }
  )

  private let detectors: [Int]
  private var state: Int32 = 0
  private var ring = SymbolRing(longest: automaton.longest)
  private var passed = 0
  /// Whether each symbol of the ring was written as in the marker.
  private var disguises = 0

  package init(detectors: [Int]) { self.detectors = detectors }

  /// Characters that may have to wait.
  package static var holdBound: Int { automaton.longest * (1 + longestGap) + 1 }

  package func reset() {
    state = 0
    ring.reset()
    passed = 0
    disguises = 0
  }

  package var liveStart: Int {
    let depth = Self.automaton.depth(state)
    return depth > 0 ? ring[back: depth - 1].start : .max
  }

  package func feed(
    _ scalar: UInt32,
    _ start: Int,
    _ end: Int,
    into findings: inout [StreamFinding]
  ) {
    let (symbol, isPlain) = Self.symbol(scalar)
    guard let symbol else {
      passed += 1
      if passed > Self.longestGap { state = 0 }
      // `_` is part of the marker as written.
      if !isPlain { disguises += 1 }
      return
    }
    passed = 0
    if !isPlain { disguises += 1 }
    ring.append(.init(start: start, end: end, disguise: disguises))
    state = Self.automaton.next(state, symbol)
    Self.automaton.forEachMatch(state) { marker, length in
      let first = ring[back: length - 1]
      let before = ring.count > length ? ring[back: length].disguise : 0
      let isExact = ring[back: 0].disguise == before
      for detector in detectors {
        findings.append(
          StreamFinding(
            detector: detector,
            span: first.start..<end,
            view: isExact ? .raw : .skeleton,
            score: isExact ? 1 : 0.9,
            term: marker
          )
        )
      }
    }
  }

  package func finish(at end: Int, into findings: inout [StreamFinding]) { reset() }

  /// The symbol of a scalar, nil for one that is passed over, and whether it is as markers write it.
  private static func symbol(_ scalar: UInt32) -> (symbol: UInt32?, isPlain: Bool) {
    switch scalar {
    case 0x3C, 0x3E, 0x7C, 0x61...0x7A: return (scalar, true)
    case 0x5F: return (nil, true)
    case 0x20, 0x2D: return (nil, false)
    case 0x41...0x5A: return (scalar | 0x20, false)
    case 0x31: return (0x69, false)
    case 0x30: return (0x6F, false)
    case 0..<0x80: return (scalar, true)
    case 0x2039, 0x2329, 0x27E8, 0x3008, 0x276E, 0x1438, 0x02C2, 0xFE64, 0xFF1C, 0x226A, 0xAB,
      0x300A, 0x29FC, 0x2770:
      return (0x3C, false)
    case 0x203A, 0x232A, 0x27E9, 0x3009, 0x276F, 0x1433, 0x02C3, 0xFE65, 0xFF1E, 0x226B, 0xBB,
      0x300B, 0x29FD, 0x2771:
      return (0x3E, false)
    case 0x01C0, 0x2223, 0x2502, 0x00A6, 0xFF5C, 0x23D0, 0x2758, 0x05C0, 0x0964, 0x2503:
      return (0x7C, false)
    default: break
    }
    if InvisibleMeaning.isInvisible(scalar) { return (nil, false) }
    guard let plain = LetterReading.asciiLetter(scalar) else { return (scalar, false) }
    return (symbol(plain).symbol, false)
  }
}
