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
    package var results: [EvaluationResult]
    /// False where it was interrupted.
    package var isComplete: Bool
  }

  /// What is run, in order.
  package let benchmarks: [PreparedBenchmark]
  /// Benchmarks whose files are not there, passed over.
  package let missing: [BenchmarkDescription]
  private let request: EvaluationRequest
  /// Benchmarks that need probabilities, passed over behind a policy and on a server elsewhere.
  package let unanswered: [BenchmarkDescription]
  private let company: EvaluationCompany
  private let model: ModelChoice

  /// What is measured.
  private enum ModelChoice {
    case native(path: String, digest: Digest)
    /// Nobody but its server knows the weights.
    case elsewhere(UpstreamEndpoint, model: String)
  }

  /// Reads and checks all data, and hashes the model, before anything runs.
  ///
  /// - Throws: Every file that is missing or wrong, with its line.
  package init(_ request: EvaluationRequest, library: BenchmarkLibrary) throws {
    self.request = request
    let files = BenchmarkFolder(root: request.data)
    var missing: [BenchmarkDescription] = []
    var benchmarks: [PreparedBenchmark] = []
    var problems: [Diagnostic] = []
    var unanswered: [BenchmarkDescription] = []
    for description in try library.select(request.suites) {
      let givesAnswersOnly = request.policy != nil || request.upstream != nil
      guard !givesAnswersOnly || description.method.generates else {
        unanswered.append(description)
        continue
      }
      let loader = BenchmarkLoader(description, files: files)
      if request.skipsMissing, try loader.presence().source == nil {
        missing.append(description)
        continue
      }
      do {
        benchmarks.append(
          try PreparedBenchmark(loader.load(), limit: request.limit, seed: request.seed)
        )
      } catch let problem as Diagnostic {
        problems.append(problem)
      }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    guard !benchmarks.isEmpty else {
      throw Diagnostic(
        "evaluate/no-data",
        "the files of none of the benchmarks are there",
        at: .init(file: request.data),
        hint: "`gemma-safety evaluate list` tells where each looks and where its files come from"
      )
    }
    self.benchmarks = benchmarks
    self.missing = missing
    self.unanswered = unanswered
    company = try EvaluationCompany(request, for: benchmarks.map(\.description.method))
    model = try Self.model(request)
  }

  private static func model(_ request: EvaluationRequest) throws -> ModelChoice {
    guard let endpoint = request.upstream else {
      let path = try ModelLibrary.path(of: request.model)
      return .native(path: path, digest: try ModelDigest(of: path).root)
    }
    guard let name = endpoint.model else {
      throw Diagnostic(
        "evaluate/no-model",
        "figures of a server elsewhere need the name of its model",
        hint: "name it by --upstream-model"
      )
    }
    return .elsewhere(endpoint, model: name)
  }

  /// Runs what has no result yet.
  ///
  /// - Parameters:
  ///   - interruption: Stops after the batch under way; what is done stays in the log.
  ///   - progress: Is told after each batch.
  /// - Returns: The results, those of an earlier part of the run included.
  /// - Throws: What opening the model or the log throws, and what a protocol throws.
  package func run(
    interruption: Interruption,
    progress: @escaping @Sendable (Progress) -> Void
  ) async throws -> Outcome {
    guard case .elsewhere(let endpoint, _) = model else {
      return try await run(on: nil, interruption, progress)
    }
    let upstream = ModelUpstream(endpoint)
    do {
      let outcome = try await run(on: upstream, interruption, progress)
      try await upstream.close()
      return outcome
    } catch {
      // What went wrong first is what a person has to know.
      try? await upstream.close()
      throw error
    }
  }

  private func run(
    on upstream: ModelUpstream?,
    _ interruption: Interruption,
    _ progress: @escaping @Sendable (Progress) -> Void
  ) async throws -> Outcome {
    let log = try AuditLog(
      path: request.audit,
      mode: .readWrite,
      signer: request.auditSigner,
      clock: request.clock
    )
    let (run, journal) = try journal(in: log)
    let isDone = benchmarks.allSatisfy { journal.result(of: $0.description.id) != nil }
    let models = company.joining(
      isDone ? EvaluationModels() : try openModels(upstream),
      run: run,
      log: log,
      answers: try request.answers.map { try AnswerFile(path: $0) }
    )
    let total = benchmarks.reduce(0) { $0 + $1.records.count }
    var results: [EvaluationResult] = []
    var before = 0
    for benchmark in benchmarks {
      let id = benchmark.description.id
      let offset = before
      let runner = runner(benchmark, models, run: run, log)
      let result = try await earlierOr(journal.result(of: id)) {
        try await runner.run(
          earlier: journal.entries[id]?.items,
          isCancelled: { interruption.isRequested },
          progress: {
            progress(Progress(title: benchmark.description.title, done: offset + $0, total: total))
          }
        )
      }
      guard let result else { break }
      results.append(result)
      before += benchmark.records.count
    }
    try log.close()
    return Outcome(run: run, results: results, isComplete: results.count == benchmarks.count)
  }

  private func earlierOr(
    _ earlier: EvaluationResult?,
    _ make: () async throws -> EvaluationResult?
  ) async throws -> EvaluationResult? {
    if let earlier { return earlier }
    return try await make()
  }

  private func openModels(_ upstream: ModelUpstream?) throws -> EvaluationModels {
    if benchmarks.allSatisfy(\.description.method.measuresClassifier) { return EvaluationModels() }
    guard case .native(let modelPath, let digest) = model else {
      return EvaluationModels(generator: upstream)
    }
    let worker = try ModelWorker(
      modelPath,
      precision: request.precision,
      threads: request.threads,
      sampling: GenerationSettings(.text("")),
      digest: digest
    )
    return EvaluationModels(likelihood: worker, generator: worker)
  }

  private func runner(
    _ benchmark: PreparedBenchmark,
    _ models: EvaluationModels,
    run: String,
    _ log: AuditLog
  ) -> EvaluationRunner {
    EvaluationRunner(
      benchmark,
      models: models,
      subject: subject(of: benchmark),
      run: run,
      hostClass: HostClass.description,
      sink: log
    )
  }

  private var modelIdentity: (name: String, digest: Digest?) {
    switch model {
    case .native(let path, let digest):
      (path.split(separator: "/").last.map(String.init) ?? path, digest)
    case .elsewhere(_, let name): (name, nil)
    }
  }

  /// All that the figures of a benchmark depend on.
  private func subject(of benchmark: PreparedBenchmark) -> EvaluationSubject {
    let method = benchmark.description.method
    let classifier = method.measuresClassifier ? company.measuredClassifier : nil
    let (name, digest) = classifier.map { ($0.name, $0.digest) } ?? modelIdentity
    return EvaluationSubject(
      model: name,
      modelSHA256: digest,
      dataSHA256: benchmark.dataSHA256,
      protocolSHA256: benchmark.description.sha256,
      policySHA256: company.policyDigest,
      judgeSHA256: company.judgeDigest(of: method),
      seed: request.seed,
      harness: "gemma-safety \(request.version)",
      limit: request.limit
    )
  }

  /// The name of the run and what the log holds of it.
  ///
  /// A run is named by what decides its figures; the same request again gets a number behind it, or
  /// goes on with the last one where it resumes.
  private func journal(in log: AuditLog) throws -> (String, EvaluationJournal) {
    let subjects = benchmarks.map { subject(of: $0).value }
    let names = benchmarks.map { CanonicalValue.string($0.description.id) }
    let identity: CanonicalValue = [
      "benchmarks": .array(names), "subjects": .array(subjects),
      "precision": .string(request.precision.rawValue),
    ]
    let name = String(Digest.sha256(identity.canonicalJSON).hex.prefix(16))
    var number = 1
    var last: (String, EvaluationJournal)?
    while true {
      let run = number == 1 ? name : "\(name)-\(number)"
      let journal = try EvaluationJournal(of: run, in: log)
      if journal.isEmpty {
        if request.resumes, let last { return last }
        return (run, journal)
      }
      last = (run, journal)
      number += 1
    }
  }
}
