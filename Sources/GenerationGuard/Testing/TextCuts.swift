import SafetyPolicy

/// Ways to cut a text into pieces of whole scalars.
package enum TextCuts {
  /// By scalar.
  package static func scalars(_ text: String) -> [String] {
    text.unicodeScalars.map { String($0) }
  }

  /// In two, behind so many scalars.
  package static func two(_ text: String, at place: Int) -> [String] {
    let scalars = Array(text.unicodeScalars)
    return [scalars[..<place], scalars[place...]].map { part in
      String(String.UnicodeScalarView(part))
    }
  }

  /// In pieces of `longest` scalars, the last one shorter; an empty text is one piece.
  package static func even(_ text: String, longest: Int) -> [String] {
    var pieces: [String] = []
    var rest = Substring(text).unicodeScalars
    repeat {
      let piece = rest.prefix(longest)
      pieces.append(String(piece))
      rest = rest[piece.endIndex...]
    } while !rest.isEmpty
    return pieces
  }

  /// In pieces of one to `longest` scalars.
  package static func random(
    _ text: String,
    longest: Int,
    with generator: inout some RandomNumberGenerator
  ) -> [String] {
    var pieces: [String] = []
    var piece = String.UnicodeScalarView()
    var left = Int.random(in: 1...longest, using: &generator)
    for scalar in text.unicodeScalars {
      piece.append(scalar)
      left -= 1
      guard left == 0 else { continue }
      pieces.append(String(piece))
      piece = String.UnicodeScalarView()
      left = Int.random(in: 1...longest, using: &generator)
    }
    if !piece.isEmpty { pieces.append(String(piece)) }
    return pieces
  }

  /// All the cuts that a test of a policy asks for; the whole text is the first.
  package static func cuts(of text: String, _ chunking: GuardTestCase.Chunking) -> [[String]] {
    switch chunking {
    case .all:
      let count = text.unicodeScalars.count
      // Two pieces at every place of a long text would take the square of its length.
      let step = max(1, count / 256)
      return [[text], scalars(text)]
        + stride(from: 1, to: max(count, 1), by: step).map { two(text, at: $0) }
    case .everyScalar: return [[text], scalars(text)]
    case .random(let number):
      var generator = CutGenerator(state: UInt64(text.utf8.count) &+ 0x9E37)
      return [[text]] + (0..<number).map { _ in random(text, longest: 12, with: &generator) }
    }
  }
}

/// SplitMix64: the same cuts everywhere.
struct CutGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
