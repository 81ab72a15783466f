import Diagnostics
import SafetyCore

/// What a protocol may ask: the model under evaluation behind the ports that it has.
package struct EvaluationModels: Sendable {
  /// Nil for a model elsewhere, which gives no probabilities.
  package var likelihood: (any LikelihoodModel)?
  /// The model as a generator, guarded where a policy stands in front of it.
  package var generator: (any TextGenerator)?
  /// Scores generations, or is itself what is measured.
  package var classifier: (any TextClassifier)?
  package var refusals: (any RefusalDetector)?
  package var judge: (any AnswerJudge)?
  /// Takes every answer as it came, for a person who asked for the texts.
  package var receiveAnswer: (@Sendable (BenchmarkRecord, Int, String) throws -> Void)?

  package init(
    likelihood: (any LikelihoodModel)? = nil,
    generator: (any TextGenerator)? = nil
  ) {
    self.likelihood = likelihood
    self.generator = generator
  }

  /// The model that gives probabilities.
  ///
  /// - Throws: `evaluate/no-likelihoods` for a model elsewhere.
  package func needLikelihood() throws -> any LikelihoodModel {
    if let likelihood { return likelihood }
    throw Diagnostic(
      "evaluate/no-likelihoods",
      "the benchmark asks for probabilities, which a model elsewhere does not give",
      hint: "name a model on this machine with --model"
    )
  }
}
