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

/// The part of a conversation that a judge is asked about.
package struct JudgedPassage: Sendable, Hashable {
  /// What the person asked, or the text itself where there is no answer.
  package var question: String
  /// What of the answer there is; nil where the question is judged.
  package var answer: String?
  /// The newest part of the text judged.
  package var sentence: String

  package init(question: String, answer: String? = nil, sentence: String) {
    self.question = question
    self.answer = answer
    self.sentence = sentence
  }
}

extension PassageJudge {
  package var template: Digest? { nil }
}
