import SafetyCore
import TextViews

import SafetyDetectors

/// The folded words of a string as values that outlive the view.
struct FoldedWords {
  var words: [[UInt8]] = []
  var hashes: [UInt64] = []

  init(_ text: String) {
    Self.analyze(text) { analyzed in
      let view = analyzed.normalized
      for word in view.words {
        words.append(word.range.map { view.bytes[$0] })
        hashes.append(word.hash)
      }
    }
  }

  /// The buckets of the first word.
  func buckets(_ features: LinearFeatures) -> [Int] {
    words.isEmpty ? [] : buckets(of: 0, features)
  }

  func buckets(of index: Int, _ features: LinearFeatures) -> [Int] {
    var buckets: [Int] = []
    words[index].withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      features.forEachBucket(base, length: bytes.count, hash: hashes[index]) {
        buckets.append($0)
      }
    }
    return buckets
  }

  /// All values that an inspector records for a text.
  static func inspect(_ text: String, by inspector: any Inspector<AnalyzedText>) throws -> [Double]
  {
    var inspection = Inspection(ruleCount: LinearDetector.descriptor.rules.count)
    try analyze(text) { try inspector.inspect($0, into: &inspection) }
    return inspection.values
  }

  private static func analyze(
    _ text: String,
    _ body: (AnalyzedText) throws -> Void
  ) rethrows {
    let count = text.utf8.count
    let bytes = Array(text.utf8) + [UInt8](repeating: 0xFF, count: 64)
    try bytes.withUnsafeBytes { buffer in
      let analyzed = AnalyzedText(words: .whitespace)
      analyzed.analyze(UnsafeRawBufferPointer(rebasing: buffer[0..<count]))
      try body(analyzed)
    }
  }
}
