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
