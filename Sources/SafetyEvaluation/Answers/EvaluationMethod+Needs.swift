extension EvaluationMethod {
  /// Who says what the answers of a benchmark are worth.
  package enum Judgement: Sendable, Hashable {
    case classifier
    case refusals
    case judge
    /// Nobody beside the data.
    case none
  }

  package var judgement: Judgement {
    switch self {
    case .choices, .perplexity: .none
    case .classification: .classifier
    case .answers(let method):
      switch method.style {
      case .classifier: .classifier
      case .refusal: .refusals
      case .judge, .preference: .judge
      case .match, .none: .none
      }
    }
  }

  /// Whether a judge is asked what it thinks of one answer by a guideline, as a ShieldGemma can be.
  package var hasGuideline: Bool {
    guard case .answers(let method) = self else { return false }
    return method.style == .judge && method.rubric?.guideline != nil
  }

  /// Whether a model answers in words, so that a policy in front of it can change anything.
  package var generates: Bool {
    if case .answers = self { return true }
    return false
  }

  /// Whether the answers are for an evaluator elsewhere, which runs what was written.
  package var isJudgedElsewhere: Bool {
    if case .answers(let method) = self { return method.style == .none }
    return false
  }

  /// Whether no model is asked, because a classifier is what is measured.
  package var measuresClassifier: Bool {
    if case .classification = self { return true }
    return false
  }
}
