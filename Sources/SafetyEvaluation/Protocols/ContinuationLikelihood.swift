/// How likely a model finds a continuation behind its context.
package struct ContinuationLikelihood: Sendable, Hashable {
  /// The natural logarithm of the probability of the whole continuation.
  package var logLikelihood: Double
  /// Tokens of the continuation.
  package var tokens: Int

  package init(logLikelihood: Double, tokens: Int) {
    self.logLikelihood = logLikelihood
    self.tokens = tokens
  }
}
