/// One token of an answer, with what the model thought of it.
package struct GeneratedToken: Sendable, Hashable {
  /// A token that might have come instead.
  package struct Alternative: Sendable, Hashable {
    package let id: Int32
    /// The natural logarithm of its probability.
    package let logProbability: Double
  }

  package let id: Int32
  /// The natural logarithm of its probability before any penalty, bias or temperature, if asked for.
  package let logProbability: Double?
  /// The likeliest tokens at its place, likeliest first, as many as were asked for.
  package let alternatives: [Alternative]
}
