/// A model that gives a text probabilities, one a label: the port behind which the engine stands.
///
/// A classifier is shared by all workers; each worker asks it once for a session of its own.
package protocol TextClassifier: Sendable {
  /// Kebab-case, as in `classifiers/`.
  var name: String { get }

  /// What is scored, in the order of every array of scores.
  var labels: [String] { get }

  /// Makes the mutable half: scratch memory of one worker, reused for every text.
  func makeSession() throws -> any TextClassifierSession
}
