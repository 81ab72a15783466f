/// In what numbers an encoder computes.
package enum EncoderPrecision: String, Sendable, Hashable, CaseIterable {
  /// As exact as the training framework, and several times slower.
  case float32
  /// Weights in signed bytes, one scale an output; activations in bytes, one scale a token.
  case int8
}
