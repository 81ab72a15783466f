/// What a report says of a benchmark beside its figures.
package struct BenchmarkNote: Sendable, Hashable {
  /// A figure that the makers of a model published.
  package struct Published: Sendable, Hashable {
    /// Such as `Gemma 2 IT 2B`.
    package var model: String
    package var metric: String
    /// By dimension; empty for the whole set.
    package var slice: [String: String]
    /// In the unit of the measured figure: shares lie in 0...1.
    package var value: Double
    /// Where it was published.
    package var source: String

    package init(
      model: String,
      metric: String,
      slice: [String: String] = [:],
      value: Double,
      source: String
    ) {
      self.model = model
      self.metric = metric
      self.slice = slice
      self.value = value
      self.source = source
    }
  }

  package var id: String
  package var title: String
  /// Such as `safety` or `fairness`.
  package var area: String
  /// What it measures, in a phrase.
  package var measures: String
  package var published: [Published]
  /// Whether its files are where they are looked for; nil where nobody looked.
  package var isAtHand: Bool?

  package init(
    id: String,
    title: String,
    area: String,
    measures: String,
    published: [Published] = [],
    isAtHand: Bool? = nil
  ) {
    self.id = id
    self.title = title
    self.area = area
    self.measures = measures
    self.published = published
    self.isAtHand = isAtHand
  }
}
