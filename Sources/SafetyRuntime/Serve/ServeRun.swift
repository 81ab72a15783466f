import AuditLog
import Diagnostics
import GenerationGuard
import Glibc
import GuardServer
import ModelUpstream
import SafetyCore
import StrictJSON

/// Everything that a server of the guard needs, opened before it listens.
package struct ServeRun: Sendable {
  /// What answers.
  package enum Model: Sendable {
    /// A native model, as `ModelLibrary.path` takes it; nil for the shipped one.
    case native(String?, ModelPrecision, ModelCacheFormat, threads: Int, GenerationSettings)
    case upstream(UpstreamEndpoint)
  }

  /// The policy's name, version and digest, for people.
  package let policy: String
  /// The model's name.
  package let model: String
  /// Whether the policy, as it is read first, passes over turns that a seal vouches for.
  package let trustsSeals: Bool
  private let service: GuardService
  private let options: ServeOptions
  private let log: AuditLog
  private let upstream: ModelUpstream?

  /// Reads and tests the policy, opens the model and then the log.
  ///
  /// - Parameters:
  ///   - policy: A guard policy's file, or the name of a shipped one.
  ///   - model: What answers.
  ///   - audit: The log's file, created where there is none.
  ///   - options: How the server listens.
  ///   - keepsTexts: Whether the log keeps what was said, sealed, until somebody erases it.
  ///   - sealKey: Vouches for turns of earlier requests where the policy trusts seals.
  ///   - clock: Gives the time as logs write it.
  /// - Throws: What reading the policy, opening the model or the log throws; `policy/tests-failed`.
  package init(
    policy: String,
    model: Model,
    audit: String,
    options: ServeOptions,
    keepsTexts: Bool = false,
    sealKey: DigestKey? = nil,
    clock: @escaping @Sendable () -> String
  ) async throws {
    let metrics = ServeMetrics()
    let policies = try await Self.policies(policy, metrics, clock)
    let (served, name, upstream) = try await Self.open(model)
    (self.model, self.upstream) = (name, upstream)
    let log = try AuditLog(path: audit, mode: .readWrite, clock: clock)
    let sink = GroupedDecisions(log) { records, isWritten in
      isWritten
        ? metrics.recorded(records, policies.program.policy) : metrics.lost(records.count)
    }
    let run = "serve-\(clock())-\(getpid())"
    service = GuardService(
      policies: policies,
      model: served,
      sink: sink,
      waiting: { sink.waiting },
      decisions: { try log.guardDecisions(onRequest: $0, run: run) },
      compile: { try GuardPolicyFile.compile($0, file: "policy.yaml", readsFiles: false) },
      metrics: metrics,
      seal: sealKey.map { TurnSeal(key: $0) },
      keeping: keepsTexts ? TextKeeping(isErased: log.isErased) : nil,
      run: run,
      clock: clock
    )
    let program = policies.program
    trustsSeals = program.policy.settings.multiTurn.trust == .seal
    let digest = program.digest.hex.prefix(12)
    self.policy = "\(program.policy.name) \(program.policy.version), sha256 \(digest)"
    (self.log, self.options) = (log, options)
  }

  /// The policy, whose judges' times are measured, and which may be read anew.
  private static func policies(
    _ policy: String,
    _ metrics: ServeMetrics,
    _ clock: @escaping @Sendable () -> String
  ) async throws -> PolicyStore {
    let path = try PolicyFolder.path(of: policy, among: .guards)
    return try await PolicyStore(
      today: { String(clock().prefix(10)) },
      load: { try GuardPolicyFile.read(path) { TimedJudge($1, detector: $0, metrics) } }
    )
  }

  /// What answers, and its name; a native model is sound, or nobody listens.
  private static func open(
    _ model: Model
  ) async throws -> (any ServedModel, name: String, upstream: ModelUpstream?) {
    switch model {
    case .native(let name, let precision, let cache, let threads, let sampling):
      let worker = try ModelWorker(
        name,
        precision: precision,
        cache: cache,
        threads: threads,
        sampling: sampling
      )
      try await worker.prepare()
      _ = try await worker.digest
      return (NativeServedModel(worker: worker), worker.name, nil)
    case .upstream(let endpoint):
      let upstream = ModelUpstream(endpoint)
      return (UpstreamServedModel(upstream: upstream), upstream.name, upstream)
    }
  }

  /// Serves until a signal asks to stop, then writes a last checkpoint.
  ///
  /// - Parameters:
  ///   - note: Takes lines for whoever watches the server.
  ///   - onListening: Told the port of each listener.
  /// - Throws: `serve/…` where it cannot listen, what closing the log throws.
  package func run(
    note: @escaping @Sendable (String) -> Void,
    onListening: @escaping @Sendable (_ isAdmin: Bool, _ port: Int) -> Void
  ) async throws {
    let server = GuardServer(service, options, note: note, onListening: onListening)
    do {
      try await server.run()
    } catch {
      // What ended the server is told, not what its end made of the log.
      try? await upstream?.close()
      try? log.close()
      throw error
    }
    try? await upstream?.close()
    try log.close()
  }
}
