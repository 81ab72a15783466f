import TextViews

/// Folds phrases of lists the way texts are folded, so that both meet in the same words.
struct TermFolder {
  private let normalizer = TextNormalizer()

  /// The folded words of a phrase in UTF-8; none where it holds no letter or digit.
  func words(of phrase: some Sequence<UInt8>) -> [[UInt8]] {
    var bytes = Array(phrase)
    let count = bytes.count
    let isASCII = bytes.allSatisfy { $0 < 0x80 }
    bytes += [UInt8](repeating: 0, count: 64)
    return bytes.withUnsafeBytes { buffer in
      normalizer.reset()
      let text = UnsafeRawBufferPointer(rebasing: buffer[0..<count])
      let view = normalizer.view(of: text, isASCII: isASCII)
      return view.words.map { word in
        Array(UnsafeBufferPointer(start: view.bytes + Int(word.start), count: word.length))
      }
    }
  }
}
