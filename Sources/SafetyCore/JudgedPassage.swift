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
