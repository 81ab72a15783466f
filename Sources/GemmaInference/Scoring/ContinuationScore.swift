/// How likely a continuation is behind its context.
package struct ContinuationScore: Sendable, Hashable {
  /// Natural logarithms of each token's probability, given all before it.
  package let tokenLogProbabilities: [Double]
  /// Whether greedy decoding would give exactly this continuation.
  package let isGreedy: Bool

  /// The logarithm of the probability of the whole.
  package var logLikelihood: Double { tokenLogProbabilities.reduce(0, +) }
}
