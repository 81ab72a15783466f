/// How likely a continuation is behind its context.
package struct ContinuationScore: Sendable, Hashable {
  /// Natural logarithms of each token's probability, given all before it.
  package private(set) var tokenLogProbabilities: [Double] = []

  /// The logarithm of the probability of the whole.
  package var logLikelihood: Double { tokenLogProbabilities.reduce(0, +) }

  /// Takes the next token, and the logits at its place.
  mutating func append(_ token: Int32, _ row: TokenRow) {
    tokenLogProbabilities.append(row.logProbability(of: token))
  }
}
