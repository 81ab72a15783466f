import AuditLog
import Diagnostics
import GenerationGuard
import SafetyCore
import SafetyEvaluation
import SafetyPolicy

/// What stands beside the model in an evaluation: a guard, a classifier, a judge, a list of refusals.
///
/// Only what the chosen benchmarks ask for is opened.
struct EvaluationCompany {
  private let program: GuardProgram?
  private let classifier: LoadedClassifier?
  private let refusals: GuardRefusals?
  private let judge: EvaluationJudge?
  private let clock: @Sendable () -> String

  /// - Throws: What reading a policy, a classifier or a judge throws; `evaluate/no-judge`.
  init(_ request: EvaluationRequest, for methods: [EvaluationMethod]) throws {
    clock = request.clock
    program = try request.policy.map {
      try GuardPolicyFile.read(PolicyFolder.path(of: $0, among: .guards))
    }
    let needs = methods.map(\.judgement)
    classifier =
      needs.contains(.classifier)
      ? try ClassifierLibrary.open(ClassifierChoice(request.classifier)) : nil
    refusals = needs.contains(.refusals) ? try GuardRefusals() : nil
    judge = needs.contains(.judge) ? try EvaluationJudge(request) : nil
  }

  var policyDigest: Digest? { program?.policy.digest }

  /// The classifier where it is what a benchmark measures.
  var measuredClassifier: (name: String, digest: Digest)? {
    classifier.map { ($0.classifier.name, $0.digest) }
  }

  /// Of what says what the answers of a benchmark are worth.
  func judgeDigest(of method: EvaluationMethod) -> Digest? {
    switch method.judgement {
    case .classifier: classifier?.digest
    case .refusals: refusals?.digest
    case .judge: judge?.judge.digest
    case .none: nil
    }
  }

  /// What it goes by in records.
  func judgeName(of method: EvaluationMethod) -> String? {
    switch method.judgement {
    case .classifier: method.measuresClassifier ? nil : classifier?.classifier.name
    case .refusals: "refusals of the guard"
    case .judge: judge?.judge.name
    case .none: nil
    }
  }

  /// Ends what is open elsewhere.
  func close() async throws { try await judge?.close() }

  /// The model with its company; behind a policy it gives answers and no probabilities.
  func joining(
    _ models: EvaluationModels,
    run: String,
    log: any DecisionSink
  ) -> EvaluationModels {
    var models = models
    models.classifier = classifier?.classifier
    models.refusals = refusals
    models.judge = judge?.judge
    guard let program, let generator = models.generator else { return models }
    let today = String(clock().prefix(10))
    models.likelihood = nil
    models.generator = GuardedGenerator(
      program,
      generator: generator,
      sink: log,
      run: run,
      newID: { "\(run)-\(String(UInt64.random(in: 0 ... .max), radix: 16))" },
      facts: {
        var facts = GuardFacts()
        facts.today = today
        return facts
      }
    )
    return models
  }
}
