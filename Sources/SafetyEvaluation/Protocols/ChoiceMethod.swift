/// Settings of the protocols that compare how likely a model finds several texts.
package struct ChoiceMethod: Sendable, Hashable {
  /// What is compared.
  package enum Style: String, Sendable, Hashable, CaseIterable {
    /// Answers behind one question.
    case multipleChoice = "multiple-choice"
    /// Whole texts, behind nothing or behind what they share.
    case minimalPair = "minimal-pair"
    /// One ending behind beginnings that differ.
    case cloze
  }

  /// By what a choice's log-likelihood is divided or set off.
  package enum Normalisation: String, Sendable, Hashable, CaseIterable {
    case none
    case tokens
    case characters
    case bytes
    /// Set off by its log-likelihood without the question.
    case unconditional

    /// The item score that says whether the choice so made is right.
    package var score: String { self == .none ? "correct" : "correct_\(rawValue)" }
  }

  /// A part of the list of choices.
  package enum Choice: Sendable, Hashable {
    case text(TextTemplate)
    /// All entries of a list.
    case list([String])
  }

  /// Where the right choice stands.
  package struct Answer: Sendable, Hashable {
    /// How the field says it.
    package enum Form: String, Sendable, Hashable, CaseIterable {
      /// From zero.
      case index
      /// From one.
      case number
      /// A, B and so on.
      case letter
      /// The label of the choice.
      case label
    }

    package var field: TextTemplate
    package var form: Form
  }

  /// The choice that plays a part, such as the one that follows a stereotype.
  package struct Role: Sendable, Hashable {
    package var name: String
    /// The field with its index; absent where nobody plays it.
    package var field: [String]
    /// The field with the index of a choice that gives no score.
    package var except: [String]?
  }

  /// Choices that are compared two by two, by index.
  package struct Pair: Sendable, Hashable {
    package var first: Int
    package var second: Int
  }

  package var style: Style
  /// Ahead of the worked examples.
  package var preamble: TextTemplate?
  package var prompt: TextTemplate
  package var choices: [Choice]
  /// What the choices of a cloze are followed by.
  package var ending: TextTemplate?
  /// Between prompt and choice.
  package var delimiter: String
  package var answer: Answer?
  /// Predictions by choice; letters where there are none.
  package var labels: [String]
  /// The first one decides the prediction.
  package var normalisations: [Normalisation]
  /// The text in place of the question where choices are set off.
  package var unconditional: TextTemplate?
  /// The list whose entries are the first choices, all of them true.
  package var truths: [String]?
  package var roles: [Role]
  /// Item scores: how many of the pairs have the first choice more likely.
  package var comparisons: [String: [Pair]]
  /// Item scores: the difference of the log-likelihoods.
  package var differences: [String: Pair]
  /// Item scores: the probability of the first among both.
  package var shares: [String: Pair]
  /// Fields that say of each choice whether it is right, where several or none may be.
  package var flags: [TextTemplate]
  /// How many worked examples stand ahead of the question.
  package var exampleCount: Int
}
