/// A model that judges a passage of a conversation by its meaning: the port for slow detectors.
///
/// It may be asked by several requests at once, and is given up by cancelling.
package protocol PassageJudge: Sendable {
  /// What is scored, in the order of every array of scores.
  var labels: [String] { get }
  /// Of everything that scores hang on beside the passage: weights, template, address.
  var digest: Digest { get }
  /// Of the wording that a model is asked in; nil for models that are not asked in words.
  var template: Digest? { get }

  /// Scores a passage from 0 to 1.
  ///
  /// - Returns: One score a label.
  /// - Throws: When the passage could not be judged; there is no partial answer.
  func scores(of passage: JudgedPassage) async throws -> [Double]
}

extension PassageJudge {
  package var template: Digest? { nil }
}
