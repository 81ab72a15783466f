/// Bounds of a text that nobody vouches for.
package struct JSONLimits: Sendable {
  package var bytes: Int
  package var depth: Int

  package init(bytes: Int, depth: Int) {
    self.bytes = bytes
    self.depth = depth
  }
}
