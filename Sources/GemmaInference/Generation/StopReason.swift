/// Why a text ended.
package enum StopReason: String, Sendable, Hashable {
  /// A token or a string that ends an answer.
  case stop
  /// The most tokens that were asked for, or no more room.
  case length
  /// Somebody stopped it.
  case cancelled
}
