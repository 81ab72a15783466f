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
