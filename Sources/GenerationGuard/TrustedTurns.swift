/// Turns that were looked at in an earlier request, as a seal vouches.
package struct TrustedTurns: Sendable, Hashable {
  /// Messages from the beginning on.
  package var count: Int
  /// The conversation's risk after them.
  package var risk: Double
}
