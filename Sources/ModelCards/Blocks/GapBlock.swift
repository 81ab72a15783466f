import SafetyCore

/// What a reader would look for and will not find.
enum GapBlock {
  static func make(_ source: CardSource) -> CardBlock {
    var gaps: [String] = []
    if source.settings.kind == .model {
      let measured = Set(
        MetricTables.plain(source).compactMap { BenchmarkCatalogue.row(of: $0.body.benchmark) }
      )
      let missing = BenchmarkCatalogue.safetyRows.indices.filter { !measured.contains($0) }
        .map(BenchmarkCatalogue.title)
      if !missing.isEmpty {
        gaps.append("Not measured of the ten safety rows: \(missing.joined(separator: ", ")).")
      }
      gaps += limited(source)
      if source.filterRuns.isEmpty {
        gaps.append("No filter run of the training data is on record.")
      }
      if let verdict = source.verdict?.body {
        if verdict.outcome.isOpen {
          gaps.append("The release gate says **\(verdict.outcome.rawValue)**.")
        }
        if !source.models.isEmpty, !source.modelDigests.contains(verdict.modelSHA256) {
          gaps.append("The release gate decided about other weights than those of this card.")
        }
      } else {
        gaps.append("No release gate has decided about this model.")
      }
    }
    for review in source.reviews.sorted(by: { $0.id < $1.id }) {
      guard let problem = review.problem(for: source.modelDigests) else { continue }
      gaps.append("Section `\(review.id)`: \(problem).")
    }
    if source.signers.isEmpty { gaps.append("No key has signed the evidence.") }
    return CardBlock(
      "gaps",
      gaps.isEmpty ? [.text("None is known.")] : [.bullets(gaps)],
      hasEvidence: gaps.isEmpty
    )
  }

  private static func limited(_ source: CardSource) -> [String] {
    var gaps: [String] = []
    let cut = source.metrics.filter { $0.body.subject.limit != nil }
    if !cut.isEmpty {
      let names = Set(cut.map { BenchmarkCatalogue.entry($0.body.benchmark).title }).sorted()
      gaps.append("Measured on a part of the set only: \(names.joined(separator: ", ")).")
    }
    let bare = source.metrics.filter { $0.body.interval == nil }
    if !bare.isEmpty {
      let names = Set(bare.map { BenchmarkCatalogue.entry($0.body.benchmark).title }).sorted()
      gaps.append("Without an interval: \(names.joined(separator: ", ")).")
    }
    return gaps
  }
}
