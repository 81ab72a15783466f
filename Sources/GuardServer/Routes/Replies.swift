import HTTPTypes
import Hummingbird
import SafetyCore
import StrictJSON

/// Makes responses of this server.
enum Replies {
  static let decisionID = HTTPField.Name("x-guard-decision-id")
  /// The same id under the name by which OpenAI's clients show it.
  private static let requestID = HTTPField.Name("x-request-id")
  static let policy = HTTPField.Name("x-guard-policy")
  static let action = HTTPField.Name("x-guard-action")
  private static let sniffing = HTTPField.Name("x-content-type-options")

  /// A JSON body.
  static func json(_ value: JSONValue, status: Int = 200, headers: HTTPFields = [:]) -> Response {
    bytes(value.json + [0x0A], type: "application/json", status: status, headers: headers)
  }

  /// A JSON body made of what records are made of.
  static func canonical(_ value: CanonicalValue, headers: HTTPFields = [:]) -> Response {
    bytes(value.canonicalJSON + [0x0A], type: "application/json", status: 200, headers: headers)
  }

  static func text(_ text: String, type: String = "text/plain; charset=utf-8") -> Response {
    bytes(Array(text.utf8), type: type, status: 200, headers: [:])
  }

  /// An error in the shape that OpenAI's clients read.
  static func failure(_ failure: ServeFailure, headers: HTTPFields = [:]) -> Response {
    var headers = headers
    if let seconds = failure.retryAfter { headers[.retryAfter] = String(seconds) }
    if failure.status == 401 { headers[.wwwAuthenticate] = "Bearer" }
    return json(failure.body, status: failure.status, headers: headers)
  }

  /// The headers that say under which policy and id a request was decided.
  static func guardHeaders(id: String, policy digest: String, action: String? = nil) -> HTTPFields {
    var headers = HTTPFields()
    if let decisionID { headers[decisionID] = id }
    if let requestID { headers[requestID] = id }
    if let policy { headers[policy] = digest }
    if let name = self.action, let action { headers[name] = action }
    return headers
  }

  private static func bytes(
    _ bytes: [UInt8],
    type: String,
    status: Int,
    headers: HTTPFields
  ) -> Response {
    var headers = headers
    headers[.contentType] = type
    headers[.cacheControl] = "no-store"
    if let sniffing { headers[sniffing] = "nosniff" }
    return Response(
      status: .init(code: status),
      headers: headers,
      body: .init(byteBuffer: ByteBuffer(bytes: bytes))
    )
  }
}
