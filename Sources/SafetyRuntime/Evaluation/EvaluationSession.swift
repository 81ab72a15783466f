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
  private let model: EvaluatedModel
  /// Whole sets, of which another seed draws other items.
  private let loaded: [LoadedBenchmark]

  /// Reads and checks all data, and hashes the model, before anything runs.
  ///
  /// - Throws: Every file that is missing or wrong, with its line.
  package init(_ request: EvaluationRequest, library: BenchmarkLibrary) throws {
    self.request = request
    let files = BenchmarkFolder(root: request.data)
    var missing: [BenchmarkDescription] = []
    var loaded: [LoadedBenchmark] = []
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
        let whole = try loader.load()
        benchmarks.append(
          try PreparedBenchmark(whole, limit: request.limit, seed: request.seed)
        )
        loaded.append(whole)
      } catch let problem as Diagnostic {
        problems.append(problem)
      }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    guard !benchmarks.isEmpty else {
      throw Self.nothingToRun(request, missing: missing, unanswered: unanswered)
    }
    self.benchmarks = benchmarks
    self.missing = missing
    self.unanswered = unanswered
    self.loaded = loaded
    let methods = benchmarks.map(\.description.method)
    company = try EvaluationCompany(request, for: methods)
    model = try EvaluatedModel(request, isAsked: !methods.allSatisfy(\.measuresClassifier))
  }

  /// Why a request comes down to no benchmark.
  private static func nothingToRun(
    _ request: EvaluationRequest,
    missing: [BenchmarkDescription],
    unanswered: [BenchmarkDescription]
  ) -> Diagnostics {
    var problems: [Diagnostic] = []
    if !unanswered.isEmpty {
      let names = unanswered.map { "`\($0.id)`" }.joined(separator: ", ")
      let elsewhere = request.upstream != nil
      problems.append(
        Diagnostic(
          "evaluate/no-probabilities",
          "nothing is left to run: \(names) rest on probabilities, of which "
            + (elsewhere ? "a server elsewhere gives none" : "a policy changes none"),
          hint: "run them without \(elsewhere ? "--upstream" : "--policy"), or name others, "
            + "which are answered in words"
        )
      )
    }
    if unanswered.isEmpty || !missing.isEmpty {
      problems.append(
        Diagnostic(
          "evaluate/no-data",
          "the files of none of the benchmarks are there",
          at: .init(file: request.data),
          hint: "`gemma-safety evaluate list` tells where each looks and where its files come from"
        )
      )
    }
    return Diagnostics(problems)
  }

  private init(_ other: EvaluationSession, seed: Int) throws {
    var request = other.request
    request.seed = seed
    self.request = request
    benchmarks = try other.loaded.map {
      try PreparedBenchmark($0, limit: other.request.limit, seed: seed)
    }
    (missing, unanswered) = (other.missing, other.unanswered)
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
    let name = name
    let lock = try lock(name)
    defer { withExtendedLifetime(lock) {} }
    let (run, journal) = try journal(of: name, in: log)
    let isDone = benchmarks.allSatisfy { journal.result(of: $0.description.id) != nil }
    let models = company.joining(
      isDone ? EvaluationModels() : try model.models(),
      run: run,
      log: log
    )
    let answers = try request.answers.map {
      try AnswerFiles($0, for: benchmarks.map(\.description))
    }
    let total = itemCount
    var results: [EvaluationResult] = []
    var before = 0
    for benchmark in benchmarks {
      let id = benchmark.description.id
      let offset = before
      var models = models
      models.receiveAnswer = answers?.receiver(of: id)
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

  /// All that the figures of a benchmark depend on.
  private func subject(of benchmark: PreparedBenchmark) -> EvaluationSubject {
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

  /// What decides the figures of a run names it.
  private var name: String {
    let subjects = benchmarks.map { subject(of: $0).value }
    let names = benchmarks.map { CanonicalValue.string($0.description.id) }
    let identity: CanonicalValue = ["benchmarks": .array(names), "subjects": .array(subjects)]
    return String(Digest.sha256(identity.canonicalJSON).hex.prefix(16))
  }

  /// Keeps a second process off the runs of this name: both would evaluate the same items.
  private func lock(_ name: String) throws -> FileLock {
    try FileLock(
      "\(request.audit).\(name).lock",
      busy: Diagnostic(
        "evaluate/busy",
        "another process runs this evaluation",
        at: .init(file: request.audit),
        hint: "wait until it ends, or give this one a log of its own by --audit"
      )
    )
  }

  /// The run and what the log holds of it.
  ///
  /// The same request again gets a number behind its name, or goes on with the last one where it
  /// resumes.
  private func journal(
    of name: String,
    in log: AuditLog
  ) throws -> (String, EvaluationJournal) {
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
