/// What a card calls the benchmarks it knows, and where their figures stand.
package struct BenchmarkEntry: Sendable, Hashable {
  /// The table that a benchmark's figures belong to.
  package enum Table: Sendable, Hashable {
    /// A row of the ten of the first Gemma cards.
    case safety
    case overRefusal
    case other
  }

  package var title: String
  package var table: Table
  /// The dataset's id on the Hub and the configuration that tells rows of one set apart.
  package var hub: String?
  package var configuration: String

  init(
    _ title: String,
    _ table: Table = .other,
    hub: String? = nil,
    configuration: String = "default"
  ) {
    self.title = title
    self.table = table
    self.hub = hub
    self.configuration = configuration
  }
}
