import Diagnostics
import StrictJSON

/// Why a request is not answered, in the shape that OpenAI's clients read.
package struct ServeFailure: Error, Sendable, Hashable {
  package var status: Int
  /// Such as `invalid_request_error`.
  package var type: String
  package var code: String?
  package var message: String
  /// The field that is at fault.
  package var parameter: String?
  /// Seconds after which to try again.
  package var retryAfter: Int?

  package init(
    _ status: Int,
    _ type: String,
    code: String? = nil,
    _ message: String,
    parameter: String? = nil,
    retryAfter: Int? = nil
  ) {
    self.status = status
    self.type = type
    self.code = code
    self.message = message
    self.parameter = parameter
    self.retryAfter = retryAfter
  }

  /// The body of the answer.
  package var body: JSONValue {
    [
      "error": [
        "message": .string(message), "type": .string(type),
        "code": code.map { .string($0) } ?? .null,
        "param": parameter.map { .string($0) } ?? .null,
      ]
    ]
  }

  /// A request that is wrong.
  static func invalid(_ message: String, code: String? = nil, _ parameter: String? = nil) -> Self {
    Self(400, "invalid_request_error", code: code, message, parameter: parameter)
  }

  static let noModel = Self(
    404,
    "invalid_request_error",
    code: "model_not_found",
    "this server has no model of this name",
    parameter: "model"
  )

  static let timeout = Self(504, "server_error", code: "timeout", "the answer took too long")

  /// Nobody reads it, but metrics tell it from a failure of the server; the number is nginx's.
  static let hungUp = Self(
    499,
    "invalid_request_error",
    code: "client_closed_request",
    "the client hung up before the answer"
  )

  static func busy(_ what: String) -> Self {
    Self(429, "rate_limit_error", code: "rate_limit_exceeded", what, retryAfter: 1)
  }

  /// A problem with a field of the body; the field is what stands in backticks first.
  init(body problem: Diagnostic) {
    let parts = problem.message.split(separator: "`", omittingEmptySubsequences: false)
    let isField = problem.code == "request/invalid" && parts.count >= 3
    self.init(
      400,
      "invalid_request_error",
      code: isField ? "invalid_field" : problem.code.rawValue,
      Self.sentence(problem),
      parameter: isField ? String(parts[1]) : nil
    )
  }

  /// What an error of the model means to a client; only diagnostics say why.
  init(model error: any Error) {
    if let failure = error as? ServeFailure {
      self = failure
      return
    }
    if error is CancellationError {
      self = .hungUp
      return
    }
    guard let problem = error as? Diagnostic else {
      self.init(500, "server_error", code: "internal_error", "the request could not be answered")
      return
    }
    let code = problem.code.rawValue
    let status = Self.status(of: code)
    self.init(
      status,
      status < 500 ? "invalid_request_error" : "server_error",
      // OpenAI's word, by which clients learn that they have to shorten the conversation.
      code: code.hasSuffix("/context") ? "context_length_exceeded" : code,
      Self.sentence(problem),
      retryAfter: problem.retryAfter
    )
  }

  private static func status(of code: String) -> Int {
    switch code {
    case "upstream/bad-request", "upstream/context", "gemma/context", "gemma/sampling": 400
    case "upstream/not-found": 404
    case "upstream/busy": 503
    case "upstream/timeout", "upstream/stalled": 504
    case _ where code.hasPrefix("upstream/"): 502
    case _ where code.hasPrefix("chat/"): 400
    default: 500
    }
  }

  /// Without places of this machine.
  private static func sentence(_ problem: Diagnostic) -> String {
    let byte = problem.place?.byteOffset.map { " (byte \($0))" } ?? ""
    return problem.message + byte + (problem.hint.map { "; \($0)" } ?? "")
  }
}
