import Diagnostics
import SafetyCore

extension EvaluationModels {
  /// The model as a generator.
  ///
  /// - Throws: `evaluate/no-generator`.
  func needGenerator() throws -> any TextGenerator {
    try need(generator, "evaluate/no-generator", "a model that answers", "--model or --upstream")
  }

  /// The classifier of generations.
  ///
  /// - Throws: `evaluate/no-classifier`.
  func needClassifier() throws -> any TextClassifier {
    try need(classifier, "evaluate/no-classifier", "a classifier", "--classifier")
  }

  /// What knows refusals.
  ///
  /// - Throws: `evaluate/no-refusal-detector`.
  func needRefusals() throws -> any RefusalDetector {
    try need(
      refusals,
      "evaluate/no-refusal-detector",
      "a detector of refusals",
      "--refusals"
    )
  }

  /// The judge of answers.
  ///
  /// - Throws: `evaluate/no-judge`.
  func needJudge() throws -> any AnswerJudge {
    try need(judge, "evaluate/no-judge", "a judge", "--judge")
  }

  private func need<Port>(
    _ port: Port?,
    _ code: Diagnostic.Code,
    _ what: String,
    _ option: String
  ) throws -> Port {
    if let port { return port }
    throw Diagnostic(code, "the benchmark asks for \(what)", hint: "name one by \(option)")
  }
}
