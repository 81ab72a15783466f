import Diagnostics
import ModelUpstream
import SafetyCore
import SafetyEvaluation
import Synchronization

/// The model that is measured, opened once for all seeds and benchmarks when the first one asks.
final class EvaluatedModel: Sendable {
  /// Where it is.
  private enum Place {
    case native(path: String, digest: Digest, ModelPrecision)
    /// Nobody but its server knows the weights.
    case elsewhere(ModelUpstream, model: String)
    /// The classifier is what is measured.
    case none
  }

  /// An evaluation of hours outlasts a minute in which its server is busy.
  static let retries = 6

  private let place: Place
  private let threads: Int
  private let opened = Mutex<EvaluationModels?>(nil)

  /// Hashes a model of this machine; nothing is loaded yet.
  ///
  /// - Parameters:
  ///   - request: Names the model.
  ///   - isAsked: Whether any benchmark asks a model at all.
  /// - Throws: `evaluate/no-model`, what finding and hashing the model throws.
  init(_ request: EvaluationRequest, isAsked: Bool) throws {
    threads = request.threads
    guard isAsked else {
      place = .none
      return
    }
    guard let endpoint = request.upstream else {
      let path = try ModelLibrary.path(of: request.model)
      place = .native(path: path, digest: try ModelDigest(of: path).root, request.precision)
      return
    }
    guard let name = endpoint.model else {
      throw Diagnostic(
        "evaluate/no-model",
        "figures of a server elsewhere need the name of its model",
        hint: "name it by --upstream-model"
      )
    }
    var patient = endpoint
    patient.limits.retries = Self.retries
    place = .elsewhere(ModelUpstream(patient), model: name)
  }

  /// What records say of it.
  var name: String {
    switch place {
    case .native(let path, _, _): path.split(separator: "/").last.map(String.init) ?? path
    case .elsewhere(_, let name): name
    case .none: "none"
    }
  }

  /// Of its weights, where they are known.
  var digest: Digest? {
    if case .native(_, let digest, _) = place { digest } else { nil }
  }

  /// In what its weights are kept, where that is known.
  var precision: String? {
    if case .native(_, _, let precision) = place { precision.rawValue } else { nil }
  }

  /// The model behind the ports that it has.
  ///
  /// - Throws: What loading it throws.
  func models() throws -> EvaluationModels {
    try opened.withLock { opened in
      if let opened { return opened }
      let models = try open()
      opened = models
      return models
    }
  }

  private func open() throws -> EvaluationModels {
    switch place {
    case .native(let path, let digest, let precision):
      let worker = try ModelWorker(
        path,
        precision: precision,
        threads: threads,
        sampling: GenerationSettings(.text("")),
        digest: digest
      )
      return EvaluationModels(likelihood: worker, generator: worker)
    case .elsewhere(let upstream, _): return EvaluationModels(generator: upstream)
    case .none: return EvaluationModels()
    }
  }

  /// Ends the connections to a server elsewhere.
  func close() async throws {
    if case .elsewhere(let upstream, _) = place { try await upstream.close() }
  }
}
