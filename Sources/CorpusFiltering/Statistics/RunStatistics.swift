import SafetyCore
import SafetyPolicy

/// The books of one run: everything the report shows, counted document by document in input order.
///
/// The value depends on the outcomes and their order alone, never on workers or time, and its
/// memory is bounded by rules and shards, not by documents.
package struct RunStatistics: Sendable {
  package let table: RuleTable
  /// What the policy asks of each rule, by slot; nil where a rule is measured only.
  package let rules: [RulePolicy?]
  package let shards: [String]
  /// A rate ratio above this is worth a warning.
  package let biasWarningRatio: Double
  /// Groups mentioned in fewer documents are never warned about.
  package let biasMinimumDocuments: Int

  package internal(set) var totals = OutcomeTotals()
  package internal(set) var shardTotals: [OutcomeTotals]
  /// Documents whose first removing rule belongs to the detector, by detector.
  package internal(set) var funnel: [Int]
  package internal(set) var ruleCounts: [RuleCounts]
  package internal(set) var histograms: RuleHistograms
  package internal(set) var categories: CategoryTally
  package internal(set) var overlap: RuleOverlap
  package internal(set) var nearMisses: NearMisses
  package internal(set) var languages = LanguageTally()
  package internal(set) var bias: BiasTally
  package internal(set) var quarantine = QuarantineTally()
  /// Items of benchmarks that were found; nil where none were looked for.
  package internal(set) var contamination: ContaminationTally?
  /// Lengths in scalars of the documents kept.
  package internal(set) var keptLengths = [Int](repeating: 0, count: HistogramScale.counts.binCount)
  /// Lengths in scalars of the documents removed or withheld.
  package internal(set) var removedLengths = [Int](
    repeating: 0,
    count: HistogramScale.counts.binCount
  )
  /// What came of near duplicates, once the run has ended; nil where nobody looked for them.
  package internal(set) var copies: CopyClusters?
  /// The first removed documents of each rule, by slot; withheld ones are never named.
  package internal(set) var examples: [[DocumentReference]]

  let detectorOfRule: [Int]
  static let examplesPerRule = 3

  /// Opens empty books for a run under a policy.
  init(table: RuleTable, policy: CorpusPolicy, shards: [String]) {
    self.init(
      table: table,
      rules: policy.rules,
      biasWarningRatio: (policy.bias ?? BiasAuditPolicy()).warnRatio,
      biasMinimumDocuments: (policy.bias ?? BiasAuditPolicy()).minimumDocuments,
      shards: shards
    )
  }

  /// Opens empty books from the few parts of a policy that matter here.
  package init(
    table: RuleTable,
    rules: [RulePolicy?],
    biasWarningRatio: Double,
    biasMinimumDocuments: Int,
    shards: [String]
  ) {
    let count = table.rules.count
    let padded = (0..<count).map { $0 < rules.count ? rules[$0] : nil }
    self.table = table
    self.rules = padded
    self.shards = shards
    self.biasWarningRatio = biasWarningRatio
    self.biasMinimumDocuments = biasMinimumDocuments
    shardTotals = [OutcomeTotals](repeating: OutcomeTotals(), count: shards.count)
    funnel = [Int](repeating: 0, count: table.detectors.count)
    ruleCounts = [RuleCounts](repeating: RuleCounts(), count: count)
    histograms = RuleHistograms(quantities: table.rules.map(\.quantity))
    categories = CategoryTally(descriptors: table.rules)
    overlap = RuleOverlap(rules: padded)
    nearMisses = NearMisses(rules: padded, descriptors: table.rules)
    bias = BiasTally(descriptors: table.rules)
    examples = [[DocumentReference]](repeating: [], count: count)
    let looksForItems = table.detectors.contains {
      $0.name == ContaminationDetector.descriptor.name
    }
    contamination = looksForItems ? ContaminationTally() : nil
    detectorOfRule = table.detectors.enumerated().flatMap { index, detector in
      [Int](repeating: index, count: detector.rules.count)
    }
  }

  /// Books one document; the order of calls is the order of the input.
  package mutating func add(_ outcome: DocumentOutcome) {
    let failures = outcome.decision.failures
    let action = outcome.decision.action
    let isKept = (action ?? .annotate) < .remove
    totals.add(outcome, action: action)
    if shardTotals.indices.contains(outcome.shard) {
      shardTotals[outcome.shard].add(outcome, action: action)
    }
    addValues(of: outcome, isWithheld: action == .withhold)
    addFailures(failures, of: outcome, isWithheld: action == .withhold)
    for spans in outcome.spanCounts where ruleCounts.indices.contains(spans.rule) {
      ruleCounts[spans.rule].documentsWithSpans += 1
      ruleCounts[spans.rule].spans += spans.count
    }
    let bin = HistogramScale.counts.bin(of: Double(outcome.scalarCount))
    if isKept { keptLengths[bin] += 1 } else { removedLengths[bin] += 1 }
    languages.add(outcome.tags.isEmpty ? nil : outcome.tags["language"], isKept: isKept)
    if !outcome.origins.isEmpty { contamination?.add(outcome.origins, isKept: isKept) }
    bias.add(values: outcome.values, isRemoved: !isKept, failures: failures)
  }

  /// Books an input line or file that could not be read as a document.
  package mutating func addQuarantined(code: String, shard: Int) {
    totals.quarantined += 1
    if shardTotals.indices.contains(shard) { shardTotals[shard].quarantined += 1 }
    quarantine.add(code)
  }

  private mutating func addValues(of outcome: DocumentOutcome, isWithheld: Bool) {
    let count = min(outcome.values.count, ruleCounts.count)
    for slot in 0..<count {
      let value = outcome.values[slot]
      guard !value.isNaN else {
        ruleCounts[slot].unknown += 1
        continue
      }
      ruleCounts[slot].measured += 1
      histograms.add(value, slot: slot)
    }
    if !isWithheld { nearMisses.add(outcome) }
  }

  private mutating func addFailures(
    _ failures: [RuleVerdict],
    of outcome: DocumentOutcome,
    isWithheld: Bool
  ) {
    guard !failures.isEmpty else { return }
    var removing = 0
    var first: Int?
    for failure in failures where failure.action >= .remove {
      removing += 1
      if first == nil { first = failure.rule }
    }
    if let first, detectorOfRule.indices.contains(first) { funnel[detectorOfRule[first]] += 1 }
    for failure in failures where ruleCounts.indices.contains(failure.rule) {
      ruleCounts[failure.rule].failed += 1
      let isRemoving = failure.action >= .remove
      if isRemoving ? removing == 1 : failures.count == 1 {
        ruleCounts[failure.rule].failedAlone += 1
      }
      if isRemoving, !isWithheld, examples[failure.rule].count < Self.examplesPerRule {
        examples[failure.rule].append(DocumentReference(outcome, rule: failure.rule))
      }
    }
    categories.add(failures)
    if removing > 0 { overlap.add(failures) }
  }
}
