import Diagnostics
import ModelUpstream
import StrictJSON

/// A moderation endpoint that is asked over HTTP.
final class ModerationServer: ModerationEndpoint {
  private let upstream: ModelUpstream

  /// - Parameters:
  ///   - url: Where the interface begins, such as `http://127.0.0.1:8000/v1`.
  ///   - keyVariable: The environment's name for its key; nil for an endpoint without one.
  /// - Throws: `guard/no-key`, `upstream/bad-url`, `upstream/bad-key`, `secret/…`.
  init(_ url: String, keyVariable: String?) throws {
    let key = try keyVariable.map { name in
      guard let key = try SecretFile.read(nil, or: name) else {
        throw Diagnostic(
          "guard/no-key",
          "the key of a moderation endpoint is not in the environment",
          hint: "set `\(name)`"
        )
      }
      return key
    }
    var endpoint = try UpstreamEndpoint(url, apiKey: key)
    endpoint.limits.answerBytes = ModerationJudge.mostBytes
    upstream = ModelUpstream(endpoint)
  }

  deinit {
    // Nobody waits for the end of a client whose policy is gone.
    Task { [upstream] in try? await upstream.close() }
  }

  func moderate(_ request: JSONValue) async throws -> JSONValue {
    try await upstream.post("/moderations", request)
  }
}
