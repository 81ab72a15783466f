/// What a span was found to repeat: an item by its name, never by its text.
package struct EvidenceOrigin: Sendable, Hashable {
  /// The id of the benchmark, or the name of the file of items.
  package var benchmark: String
  /// The item's id within it.
  package var item: String

  package init(benchmark: String, item: String) {
    self.benchmark = benchmark
    self.item = item
  }
}
