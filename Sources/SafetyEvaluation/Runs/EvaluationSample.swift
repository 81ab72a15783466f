/// Draws items of a benchmark by chance, the same ones for the same seed.
enum EvaluationSample {
  /// All records, or about as many as the limit, in the order of the files.
  ///
  /// Items of one cluster are drawn together, because a figure of clusters is wrong on parts of them;
  /// the draw goes on until the limit is reached.
  static func draw(
    from loaded: LoadedBenchmark,
    limit: Int?,
    seed: Int
  ) throws -> [BenchmarkRecord] {
    let records = loaded.records
    guard let limit, limit < records.count else { return records }
    let clusters = try clusters(of: loaded)
    var order = Array(clusters.indices)
    var random = SplitMix64(seed: UInt64(bitPattern: Int64(seed)))
    random.shuffle(&order)
    var drawn: [Int] = []
    for cluster in order where drawn.count < limit { drawn += clusters[cluster] }
    return drawn.sorted().map { records[$0] }
  }

  private static func clusters(of loaded: LoadedBenchmark) throws -> [[Int]] {
    let description = loaded.description
    let name = description.metrics.lazy.filter(\.kind.countsClusters)
      .compactMap { $0.options["cluster"] }.first
    guard let template = name.flatMap({ description.groups[$0] }) else {
      return loaded.records.indices.map { [$0] }
    }
    var places: [String: Int] = [:]
    var clusters: [[Int]] = []
    for (index, record) in loaded.records.enumerated() {
      let key = try template.render(record)
      if let place = places[key] {
        clusters[place].append(index)
      } else {
        places[key] = clusters.count
        clusters.append([index])
      }
    }
    return clusters
  }
}
