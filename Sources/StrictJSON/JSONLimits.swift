/// Bounds of a text that nobody vouches for.
package struct JSONLimits: Sendable {
  package var bytes: Int
  package var depth: Int
  /// Whether `NaN`, `Infinity` and `-Infinity`, which JSON lacks and Python writes, are read as null.
  package var allowsNonFinite: Bool

  package init(bytes: Int, depth: Int, allowsNonFinite: Bool = false) {
    self.bytes = bytes
    self.depth = depth
    self.allowsNonFinite = allowsNonFinite
  }
}
