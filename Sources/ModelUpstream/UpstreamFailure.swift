import AsyncHTTPClient
import Diagnostics

/// What goes wrong with a server elsewhere; no message holds a text that it sent.
enum UpstreamFailure {
  static func malformed(_ what: String) -> Diagnostic {
    Diagnostic("upstream/malformed", "the model's server sent \(what)")
  }

  static func tooLarge(_ what: String, _ limit: Int) -> Diagnostic {
    Diagnostic(
      "upstream/too-large",
      "the model's server sent \(what) of more than \(limit) bytes"
    )
  }

  static let truncated = Diagnostic(
    "upstream/truncated",
    "the model's server ended the answer before its end"
  )

  static func overTime(_ seconds: Double) -> Diagnostic {
    Diagnostic("upstream/timeout", "the model's server took more than \(Int(seconds)) s")
  }

  private static func stalled(_ endpoint: UpstreamEndpoint) -> Diagnostic {
    Diagnostic(
      "upstream/stalled",
      "the model's server was silent for \(Int(endpoint.limits.silenceSeconds)) s",
      at: .init(file: endpoint.base)
    )
  }

  /// How OpenAI, vLLM, SGLang, llama.cpp, TGI and LiteLLM say that a conversation is too long.
  private static let tooLong = [
    "context_length_exceeded", "maximum context length", "context length is only",
    "longer than the model's context length", "exceed_context_size_error",
    "`inputs` tokens + `max_new_tokens` must be", "ContextWindowExceededError",
  ]

  /// A status other than 2xx.
  ///
  /// - Parameters:
  ///   - status: The status.
  ///   - url: What was asked.
  ///   - words: The beginning of what the server said; it only tells which failure it is.
  /// - Returns: What to throw.
  static func status(_ status: Int, _ url: String, saying words: String = "") -> Diagnostic {
    if tooLong.contains(where: { words.contains($0) }) {
      return Diagnostic(
        "upstream/context",
        "the conversation is longer than the model's context length",
        at: .init(file: url),
        hint: "shorten it, or ask for fewer tokens"
      )
    }
    let (code, hint): (Diagnostic.Code, String?) =
      switch status {
      case 401, 403: ("upstream/unauthorized", "check the key for the server")
      case 404: ("upstream/not-found", "check the address and the name of the model")
      case 400, 413, 422: ("upstream/bad-request", "its own log may say what it cannot take")
      case 429, 503: ("upstream/busy", nil)
      default: ("upstream/failed", nil)
      }
    return Diagnostic(
      code,
      "the model's server answered with status \(status)",
      at: .init(file: url),
      hint: hint
    )
  }

  /// What the client library threw; cancellation stays what it is.
  ///
  /// - Parameters:
  ///   - error: What was thrown.
  ///   - endpoint: The server.
  ///   - isOpen: Whether the answer had begun.
  /// - Returns: What to throw.
  static func wrapped(
    _ error: any Error,
    _ endpoint: UpstreamEndpoint,
    isOpen: Bool = false
  ) -> any Error {
    if error is Diagnostic || error is CancellationError { return error }
    let place = Diagnostic.Place(file: endpoint.base)
    if error is SilenceWatch.Passed { return stalled(endpoint) }
    switch error as? HTTPClientError {
    case .cancelled?: return CancellationError()
    case .deadlineExceeded? where endpoint.limits.silenceSeconds < endpoint.limits.totalSeconds:
      return stalled(endpoint)
    case .deadlineExceeded?, .connectTimeout?, .getConnectionFromPoolTimeout?, .writeTimeout?:
      return Diagnostic("upstream/timeout", "the model's server did not answer in time", at: place)
    case _ where isOpen, .remoteConnectionClosed?:
      return Diagnostic("upstream/truncated", "the model's server closed the connection", at: place)
    default:
      return Diagnostic(
        "upstream/unreachable",
        "the model's server cannot be reached or does not speak HTTP",
        at: place,
        hint: "check that it runs and that the address is right"
      )
    }
  }
}
