import AuditLog
import ModelUpstream
import SafetyCore

/// What a person asks `evaluate run` for.
package struct EvaluationRequest {
  /// Areas, suites or benchmarks.
  package var suites: [String]
  /// The folder of the benchmarks' files.
  package var data: String
  /// As `ModelLibrary.path` takes it; nil for the shipped model.
  package var model: String?
  /// A server elsewhere that answers in place of a native model; nil for none.
  package var upstream: UpstreamEndpoint?
  /// The guard policy in front of the model, a file or the name of a shipped one; nil for none.
  package var policy: String?
  /// Scores generations, and is what benchmarks of classifiers measure.
  package var classifier = ClassifierChoice.standard
  /// A model of this machine that judges answers, as `model`; nil for none.
  package var judge: String?
  /// A server elsewhere that judges answers in its place; nil for none.
  package var judgeEndpoint: UpstreamEndpoint?
  /// A file that every answer is appended to, as JSON lines; nil for none.
  package var answers: String?
  package var precision = ModelPrecision.stored
  package var threads: Int
  /// About so many items of each benchmark; nil for all.
  package var limit: Int?
  package var seed = 0
  /// How many seeds, from `seed` on, each a run of its own.
  package var seeds = 1
  /// The run's name in the log; nil for one made of what decides its figures.
  package var run: String?
  /// Goes on with an unfinished run of the same request.
  package var resumes = false
  /// Whether benchmarks of a suite whose files are missing are passed over.
  package var skipsMissing = false
  /// The audit log's file.
  package var audit: String
  package var auditSigner: NoteSigner?
  /// The program's.
  package var version: String
  /// Of the program's executable; nil where it is unknown.
  package var programSHA256: Digest?
  /// Gives the time as logs write it.
  package var clock: @Sendable () -> String

  package init(
    suites: [String],
    data: String,
    threads: Int,
    audit: String,
    version: String,
    clock: @escaping @Sendable () -> String
  ) {
    self.suites = suites
    self.data = data
    self.threads = threads
    self.audit = audit
    self.version = version
    self.clock = clock
  }
}
