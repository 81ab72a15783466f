/// Settings of the protocols that let a model answer and judge the answer.
package struct AnswerMethod: Sendable, Hashable {
  /// Who says what an answer is worth.
  package enum Style: String, Sendable, Hashable, CaseIterable {
    /// A classifier's probability of a label.
    case classifier = "generation-classifier"
    /// Whether the answer declines.
    case refusal = "generation-refusal"
    /// A judge model, by a rubric.
    case judge = "generation-judge"
    /// The right answer, word by word or as a number.
    case match = "generation-match"
    /// Nobody: the answers are for another program.
    case none = "generation-only"
    /// A judge model that prefers this answer or another one.
    case preference = "pairwise-preference"

    /// Whether an empty answer is a wrong or a missing one; elsewhere there is nothing to judge.
    var countsSilence: Bool { self == .match || self == .none }
  }

  package var style: Style
  /// Ahead of the worked examples.
  package var preamble: TextTemplate?
  package var prompt: TextTemplate
  /// A worked example as it stands ahead of the question.
  package var example: TextTemplate?
  package var exampleCount: Int
  /// Whether the prompt is a text to be continued, not a message.
  package var isContinuation: Bool
  /// Answers that are drawn for each item.
  package var samples: Int
  package var temperature: Double
  package var topP: Double
  package var maximumTokens: Int
  package var stops: [String]
  /// The classifier's label, and from which probability it counts.
  package var label: String
  package var threshold: Double
  package var match: AnswerMatch?
  package var rubric: JudgeRubric?
  /// The answer that the model's is set against.
  package var reference: TextTemplate?
}
