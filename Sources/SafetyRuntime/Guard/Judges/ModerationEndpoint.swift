import StrictJSON

/// What answers moderation requests elsewhere; the port that an HTTP client fills.
package protocol ModerationEndpoint: Sendable {
  /// Sends a request and gives back the answer.
  ///
  /// - Throws: When there is no answer of status 200, or it is too large or no JSON.
  func moderate(_ request: JSONValue) async throws -> JSONValue
}
