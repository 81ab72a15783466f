/// The port behind which the guard's knowledge of refusals stands.
package protocol RefusalDetector: Sendable {
  /// Whether an answer declines.
  func isRefusal(_ answer: String) throws -> Bool
}
