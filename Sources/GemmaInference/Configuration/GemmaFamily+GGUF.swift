/// What llama.cpp derives where a GGUF file does not say it.
extension GemmaFamily {
  /// Whose root it divides products of queries and keys by.
  ///
  /// That is the width of a head; for the 27B models, known by their layers, the width by heads.
  func impliedQueryScalar(layers: Int, width: Int, heads: Int, headWidth: Int) -> Int {
    switch (self, layers) {
    case (.gemma2, 46), (.gemma3, 62): width / heads
    default: headWidth
    }
  }

  /// Whether no layer has a window where no width of one is said, or a width of zero.
  ///
  /// The other families with windows have one of 4096 there.
  var allowsNoWindow: Bool { self == .gemma3 }
}
