import Diagnostics
import ModelUpstream
import SafetyEvaluation

/// The judge of an evaluation: a model of this machine, or one behind an OpenAI-compatible server.
struct EvaluationJudge {
  /// A verdict is a word or two; what a server sends beyond this is no verdict.
  private static let answerBytes = 256 << 10
  /// Enough for a model elsewhere that thinks before it speaks.
  private static let maximumTokens = 1_024

  let judge: any AnswerJudge
  private let upstream: ModelUpstream?

  /// - Throws: `evaluate/no-judge`, and what opening a model throws.
  init(_ request: EvaluationRequest) throws {
    if let endpoint = request.judgeEndpoint {
      self = try Self(elsewhere: endpoint)
    } else if let name = request.judge {
      self.init(judge: try Self.native(name, request), upstream: nil)
    } else {
      throw Diagnostic(
        "evaluate/no-judge",
        "a benchmark has its answers judged, and no judge is named",
        hint: "name a ShieldGemma or another model by --judge, or a server by --judge-url"
      )
    }
  }

  private init(judge: any AnswerJudge, upstream: ModelUpstream?) {
    self.judge = judge
    self.upstream = upstream
  }

  private init(elsewhere endpoint: UpstreamEndpoint) throws {
    var endpoint = endpoint
    guard let model = endpoint.model else {
      throw Diagnostic(
        "evaluate/no-judge-model",
        "verdicts of a server elsewhere need the name of its model",
        hint: "name it by --judge-model"
      )
    }
    endpoint.limits.answerBytes = Self.answerBytes
    endpoint.limits.retries = EvaluatedModel.retries
    let upstream = ModelUpstream(endpoint)
    self.init(
      judge: GeneratingJudge(
        upstream,
        name: model,
        digest: nil,
        maximumTokens: Self.maximumTokens
      ),
      upstream: upstream
    )
  }

  /// Whether a ShieldGemma judges, which knows guidelines alone.
  static func isShieldGemma(_ request: EvaluationRequest) -> Bool {
    request.judgeEndpoint == nil && request.judge.map(isShieldGemma) == true
  }

  /// The name is all that tells a ShieldGemma from the Gemma 2 that it was made from.
  private static func isShieldGemma(_ name: String) -> Bool {
    name.lowercased().contains("shieldgemma")
  }

  private static func native(
    _ name: String,
    _ request: EvaluationRequest
  ) throws -> any AnswerJudge {
    let path = try ModelLibrary.path(of: name)
    let digest = try ModelDigest(of: path).root
    let worker = try ModelWorker(
      path,
      precision: request.precision,
      threads: request.threads,
      sampling: GenerationSettings(.text("")),
      digest: digest
    )
    let isAsStored = request.precision == .stored
    let shown = isAsStored ? worker.name : "\(worker.name) in \(request.precision.rawValue)"
    return isShieldGemma(name)
      ? ShieldGemmaJudge(worker, name: shown, digest: digest)
      : GeneratingJudge(worker, name: shown, digest: digest)
  }

  /// Ends the connections to a server elsewhere.
  func close() async throws { try await upstream?.close() }
}
