import SafetyCore

/// What answers moderation requests elsewhere; the port that an HTTP client fills.
package protocol ModerationEndpoint: Sendable {
  /// Sends a body of JSON and gives back the body of the answer.
  ///
  /// - Throws: When there is no answer of status 200, or it has more bytes than the limit.
  func moderate(_ body: [UInt8], limit: Int) async throws -> [UInt8]
}
