/// Whether a benchmark's files are at hand.
package struct BenchmarkPresence: Sendable, Hashable {
  /// The index of the source whose files are all there.
  package var source: Int?
  package var paths: [String]
  /// Patterns without a file, where no source is complete.
  package var missing: [String]
}
