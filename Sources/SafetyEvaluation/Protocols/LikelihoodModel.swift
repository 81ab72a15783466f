/// Continuations of one context whose probabilities are asked for.
package struct LikelihoodRequest: Sendable, Hashable {
  /// Empty for the beginning of a text.
  package var context: String
  package var continuations: [String]

  init(context: String, continuations: [String]) {
    self.context = context
    self.continuations = continuations
  }
}

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

/// The port behind which a model that gives probabilities stands.
package protocol LikelihoodModel: Sendable {
  /// Scores the continuations of several contexts.
  ///
  /// A context is read once, and what it shares with the one before it is not read again.
  ///
  /// - Returns: For each request one likelihood a continuation, in order; the same figures whatever
  ///   else is asked in the same call.
  /// - Throws: Where a continuation has no token, or a text is too long for the model.
  func likelihoods(of requests: [LikelihoodRequest]) async throws -> [[ContinuationLikelihood]]
}
