import TextViews

/// Cuts the texts of items into words as documents are cut.
final class ContaminationReader {
  private let normalizer = TextNormalizer()
  private let words = ContaminationWords()

  /// Lends the folded bytes of a text and its words.
  func withWords(
    of text: String,
    _ body: (UnsafePointer<UInt8>, UnsafeBufferPointer<NormalizedWord>) -> Void
  ) {
    let count = text.utf8.count
    // Folding reads past the end.
    let padded = Array(text.utf8) + [UInt8](repeating: 0, count: ByteStorage.slack)
    let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
    padded.withUnsafeBytes { bytes in
      normalizer.reset()
      let text = UnsafeRawBufferPointer(rebasing: bytes[..<count])
      let view = normalizer.view(of: text, isASCII: isASCII)
      words.withWords(of: view, isASCII: isASCII) { body(view.bytes, $0) }
    }
  }
}
