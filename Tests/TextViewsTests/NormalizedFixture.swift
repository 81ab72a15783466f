import TextViews

/// Folds a string and reads the result back as values that outlive the view.
struct NormalizedFixture {
  var text: String
  var words: [String]
  var sources: [String]
  var candidates: [(kind: NormalizedCandidate.Kind, strong: Bool, reading: String)]
  var misplaced: [Int]
  var roundTrips: Bool

  init(_ string: String, normalizer: TextNormalizer = TextNormalizer()) {
    self.init(bytes: Array(string.utf8), normalizer: normalizer)
  }

  init(bytes original: [UInt8], normalizer: TextNormalizer = TextNormalizer()) {
    let bytes = original + [UInt8](repeating: 0xFF, count: 64)
    let count = original.count
    self = bytes.withUnsafeBytes { buffer in
      let source = UnsafeRawBufferPointer(rebasing: buffer[0..<count])
      normalizer.reset()
      let view = normalizer.view(of: source, isASCII: original.allSatisfy { $0 < 0x80 })
      return NormalizedFixture(view, source)
    }
  }

  private init(_ view: NormalizedText, _ source: UnsafeRawBufferPointer) {
    func string(_ range: Range<Int>) -> String {
      String(
        decoding: UnsafeBufferPointer(start: view.bytes + range.lowerBound, count: range.count),
        as: UTF8.self
      )
    }
    text = string(0..<view.byteCount)
    words = view.words.map { string($0.range) }
    sources = view.words.map {
      String(decoding: source[view.sourceRange(of: $0.range)], as: UTF8.self)
    }
    candidates = view.candidates.map { ($0.kind, $0.isStrong, string($0.word.range)) }
    misplaced = view.misplacedInvisibles.map { Int($0) }
    roundTrips = (0..<view.byteCount).allSatisfy { offset in
      let range = view.sourceRange(of: offset..<offset + 1)
      return !range.isEmpty && range.upperBound <= source.count
    }
  }

  func readings(_ kind: NormalizedCandidate.Kind) -> [String] {
    candidates.filter { $0.kind == kind }.map(\.reading)
  }

  var hasStrong: Bool { candidates.contains(where: \.strong) }
}
