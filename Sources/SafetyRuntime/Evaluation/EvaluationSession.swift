import AuditLog
import CorpusFiltering
import Diagnostics
import ModelUpstream
import SafetyCore
import SafetyEvaluation

/// Runs benchmarks on a model, with everything in an audit log.
package struct EvaluationSession: Sendable {
  /// How far a session is.
  package struct Progress: Sendable {
    /// The benchmark's title.
    package var title: String
    package var done: Int
    /// Items of all benchmarks together.
    package var total: Int
  }

  /// What a session came to.
  package struct Outcome: Sendable {
    package var run: String
    /// Of the benchmarks that gave figures.
    package var results: [EvaluationResult]
    /// One for each benchmark that gave no figure.
    package var problems: [Diagnostic]
    /// False where it was interrupted.
    package var isComplete: Bool
    /// Whether the log held nothing of the run before.
    package var isNew: Bool
  }

  /// What is run, in order.
  package let benchmarks: [PreparedBenchmark]
  /// Benchmarks of the request that are not run.
  package let passedOver: [PassedOverBenchmark]
  let request: EvaluationRequest
  private let company: EvaluationCompany
  private let model: EvaluatedModel
  /// Whole sets, of which another seed draws other items.
  private let loaded: [LoadedBenchmark]

  /// Reads and checks all data, and hashes the model, before anything runs.
  ///
  /// - Throws: Every file that is missing or wrong, with its line.
  init(_ request: EvaluationRequest, library: BenchmarkLibrary) throws {
    self.request = request
    let chosen = try ChosenBenchmarks(request, library: library)
    (benchmarks, loaded) = (chosen.benchmarks, chosen.loaded)
    passedOver = chosen.passedOver
    guard !benchmarks.isEmpty else { throw Self.nothingToRun(request, passedOver) }
    let methods = benchmarks.map(\.description.method)
    company = try EvaluationCompany(request, for: methods)
    model = try EvaluatedModel(request, isAsked: !methods.allSatisfy(\.measuresClassifier))
  }

  private init(_ other: EvaluationSession, seed: Int) throws {
    var request = other.request
    request.seed = seed
    self.request = request
    benchmarks = try other.loaded.map {
      try PreparedBenchmark($0, limit: other.request.limit, seed: seed)
    }
    passedOver = other.passedOver
    (company, model, loaded) = (other.company, other.model, other.loaded)
  }

  /// The same evaluation of the same open model by a seed so many further on.
  func reseeded(_ step: Int) throws -> EvaluationSession {
    try EvaluationSession(self, seed: request.seed + step)
  }

  /// Items of all benchmarks together.
  var itemCount: Int { benchmarks.reduce(0) { $0 + $1.records.count } }

  package var seed: Int { request.seed }

  /// Ends what is open elsewhere, for all sessions that share it.
  func close() async throws {
    try await model.close()
    try await company.close()
  }

  /// Runs what has no result yet.
  ///
  /// - Parameters:
  ///   - interruption: Stops after the batch under way; what is done stays in the log.
  ///   - progress: Is told after each batch.
  /// - Returns: The results, those of an earlier part of the run included.
  /// - Throws: What opening the model or the log throws, and what a protocol throws;
  ///   `evaluate/busy` where another process runs the same evaluation.
  func run(
    interruption: Interruption,
    progress: @escaping @Sendable (Progress) -> Void
  ) async throws -> Outcome {
    let log = try AuditLog(
      path: request.audit,
      mode: .readWrite,
      signer: request.auditSigner,
      clock: request.clock
    )
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    let (run, journal) = try journal(in: log)
    let isDone = benchmarks.allSatisfy { journal.hasEnded($0.description.id) }
    let work = Work(
      log: log,
      run: run,
      journal: journal,
      models: company.joining(
        isDone ? EvaluationModels() : try model.models(),
        run: run,
        log: log
      ),
      answers: try request.answers.map { try AnswerFiles($0, for: benchmarks.map(\.description)) }
    )
    let outcome = try await outcome(of: work, interruption, progress)
    try log.close()
    return outcome
  }

  /// What all benchmarks of a run share.
  private struct Work {
    let log: AuditLog
    let run: String
    let journal: EvaluationJournal
    let models: EvaluationModels
    let answers: AnswerFiles?
  }

  private func outcome(
    of work: Work,
    _ interruption: Interruption,
    _ progress: @escaping @Sendable (Progress) -> Void
  ) async throws -> Outcome {
    let total = itemCount
    var outcome = Outcome(
      run: work.run,
      results: [],
      problems: [],
      isComplete: false,
      isNew: work.journal.isEmpty
    )
    var before = 0
    for benchmark in benchmarks {
      let offset = before
      do {
        let result = try await result(of: benchmark, work, interruption) {
          progress(Progress(title: benchmark.description.title, done: offset + $0, total: total))
        }
        guard let result else { return outcome }
        outcome.results.append(result)
      } catch let problem as Diagnostic where problem.code == "evaluate/nothing-scored" {
        // The benchmarks behind it may have figures nevertheless.
        outcome.problems.append(problem)
      }
      before += benchmark.records.count
    }
    outcome.isComplete = true
    return outcome
  }

  private func result(
    of benchmark: PreparedBenchmark,
    _ work: Work,
    _ interruption: Interruption,
    progress: @escaping @Sendable (Int) -> Void
  ) async throws -> EvaluationResult? {
    let id = benchmark.description.id
    var models = work.models
    models.receiveAnswer = work.answers?.receiver(of: id)
    if let items = work.journal.entries[id]?.items {
      try work.answers?.takeBack(behind: items, of: benchmark)
    }
    let runner = EvaluationRunner(
      benchmark,
      models: models,
      subject: subject(of: benchmark),
      run: work.run,
      hostClass: HostClass.description,
      programSHA256: request.programSHA256,
      sink: work.log
    )
    return try await work.journal.result(of: id) { earlier in
      try await runner.run(
        earlier: earlier,
        isCancelled: { interruption.isRequested },
        progress: progress
      )
    }
  }

  /// All that the figures of a benchmark depend on.
  func subject(of benchmark: PreparedBenchmark) -> EvaluationSubject {
    let method = benchmark.description.method
    let classifier = method.measuresClassifier ? company.measuredClassifier : nil
    return EvaluationSubject(
      model: classifier?.name ?? model.name,
      modelSHA256: classifier?.digest ?? model.digest,
      precision: classifier == nil ? model.precision : nil,
      dataSHA256: benchmark.dataSHA256,
      protocolSHA256: benchmark.description.sha256,
      policySHA256: company.policyDigest,
      judgeSHA256: company.judgeDigest(of: method),
      judge: company.judgeName(of: method),
      seed: request.seed,
      harness: "gemma-safety \(request.version)",
      limit: request.limit
    )
  }
}
