import SafetyCore

/// What a reader would look for and will not find.
enum GapBlock {
  static func make(_ source: CardSource) -> CardBlock {
    var gaps: [MarkdownText] = []
    if source.settings.kind == .model {
      let measured = Set(
        MetricTables.plain(source).compactMap { BenchmarkCatalogue.row(of: $0.body.benchmark) }
      )
      let missing = BenchmarkCatalogue.safetyRows.indices.filter { !measured.contains($0) }
        .map(BenchmarkCatalogue.title)
      if !missing.isEmpty, !source.onlyClassifies {
        gaps.append("Not measured of the ten safety rows: \(missing.joined(separator: ", ")).")
      }
      gaps += limited(source)
      if source.filterRuns.isEmpty {
        gaps.append("No filter run of the training data is on record.")
      }
      gaps += verdicts(source)
    }
    if let mixture = source.mixture { gaps += origins(mixture, source.filterRuns) }
    gaps += sections(source)
    if source.signers.isEmpty { gaps.append("No key has signed the evidence.") }
    return CardBlock(
      "gaps",
      gaps.isEmpty ? [.text("None is known.")] : [.bullets(gaps)],
      hasEvidence: gaps.isEmpty
    )
  }

  /// What of a mixture's sources nothing here says how it was filtered.
  private static func origins(
    _ mixture: MixtureEvidence,
    _ runs: [FilterRunEvidence]
  ) -> [MarkdownText] {
    func list(_ names: [String]) -> MarkdownText {
      names.map { MarkdownText("\(code: $0)") }.joined(separator: ", ")
    }
    let known = Set(runs.map(\.run))
    let elsewhere = Set(mixture.origins.map(\.run)).subtracting(known).sorted()
    var gaps: [MarkdownText] = []
    if !mixture.unfiltered.isEmpty {
      gaps.append("No filter run is on record of the sources: \(list(mixture.unfiltered)).")
    }
    if !elsewhere.isEmpty { gaps.append("Filter runs in other logs: \(list(elsewhere)).") }
    return gaps
  }

  /// Sections that nobody may rely on, by what is the matter with them.
  private static func sections(_ source: CardSource) -> [MarkdownText] {
    let models = source.modelDigests
    let open = Dictionary(grouping: source.reviews) { $0.problem(for: models) ?? "" }
    return open.filter { !$0.key.isEmpty }.sorted { $0.key < $1.key }.map { problem, reviews in
      let names = reviews.map(\.id).sorted().map { MarkdownText("\(code: $0)") }
      return "Section\(names.count > 1 ? "s" : "") \(problem): \(names.joined(separator: ", "))."
    }
  }

  /// What the release gate holds against the card's weights, and about which it said nothing.
  private static func verdicts(_ source: CardSource) -> [MarkdownText] {
    guard !source.verdicts.isEmpty else {
      return ["No release gate has decided about this model."]
    }
    let isOne = source.verdicts.count == 1
    var gaps = source.verdicts.map(\.body).filter(\.outcome.isOpen).map { verdict -> MarkdownText in
      "The release gate says **\(verdict.outcome.rawValue)**"
        + (isOne ? "." : " about \(code: verdict.model).")
    }
    guard !source.subject.weights.isEmpty else {
      gaps.append("No figure of this card names the weights that the release gate decided about.")
      return gaps
    }
    let judged = Set(source.verdicts.map(\.body.modelSHA256))
    return gaps
      + source.subject.models(without: judged).map {
        "No verdict of a release gate is about the weights of \(code: $0)."
      }
  }

  private static func limited(_ source: CardSource) -> [MarkdownText] {
    var gaps: [MarkdownText] = []
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
