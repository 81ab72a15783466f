extension BenchmarkNote {
  /// What a report says of a described benchmark.
  ///
  /// - Parameters:
  ///   - description: Of the benchmark.
  ///   - isAtHand: Whether its files are where they are looked for; nil where nobody looked.
  package init(_ description: BenchmarkDescription, isAtHand: Bool?) {
    self.init(
      id: description.id,
      title: description.title,
      area: description.area.rawValue,
      measures: description.measures,
      published: description.published.map {
        Published(model: $0.model, metric: $0.metric, value: $0.value, source: $0.source)
      },
      isAtHand: isAtHand
    )
  }
}
