/// The protocol of a benchmark with its settings.
package enum EvaluationMethod: Sendable, Hashable {
  case choices(ChoiceMethod)
  case perplexity(PerplexityMethod)
  case answers(AnswerMethod)
  case classification(ClassificationMethod)

  /// The word of a description.
  package var name: String {
    switch self {
    case .choices(let method): method.style.rawValue
    case .perplexity: "perplexity"
    case .answers(let method): method.style.rawValue
    case .classification: "classification"
    }
  }

  /// Worked examples in front of each item.
  var exampleCount: Int {
    switch self {
    case .choices(let method): method.exampleCount
    case .answers(let method): method.exampleCount
    case .perplexity, .classification: 0
    }
  }
}
