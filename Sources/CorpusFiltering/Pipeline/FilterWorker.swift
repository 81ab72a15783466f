import Diagnostics
import SafetyCore
import SafetyPolicy
import TextViews

/// Decodes, inspects and judges batches; each thread has its own.
final class FilterWorker {
  private let policy: CorpusPolicy
  private let run: String
  private let decoder: RecordDecoder
  private let renderer: RecordRenderer
  private let text: AnalyzedText
  private let inspectors: [any Inspector<AnalyzedText>]
  private var inspection: Inspection

  init(_ configuration: FilterRun.Configuration) throws {
    policy = configuration.policy
    run = configuration.run
    decoder = try RecordDecoder(options: configuration.options, limits: configuration.limits)
    renderer = RecordRenderer(includesRemovedText: configuration.includesRemovedText)
    text = AnalyzedText(words: policy.words)
    inspectors = try configuration.detectors.map { try $0.makeInspector() }
    inspection = Inspection(ruleCount: policy.table.rules.count)
  }

  func analyze(_ batch: RecordBatch, shard: Int) throws -> BatchAnalysis {
    var result = BatchAnalysis()
    result.kept = batch.prologue
    for entry in batch.quarantined { quarantine(entry, in: &result) }
    for record in batch.records {
      switch decoder.decode(record, of: batch) {
      case .quarantined(let entry): quarantine(entry, in: &result)
      case .document(let document): try judge(document, of: batch, shard: shard, in: &result)
      }
    }
    return result
  }

  private func quarantine(_ entry: QuarantineEntry, in result: inout BatchAnalysis) {
    renderer.appendQuarantine(entry, to: &result.quarantine)
    result.quarantinedCodes.append(entry.code)
  }

  private func judge(
    _ document: DocumentRecord,
    of batch: RecordBatch,
    shard: Int,
    in result: inout BatchAnalysis
  ) throws {
    text.analyze(document.text, url: document.url)
    inspection.reset()
    for (inspector, first) in zip(inspectors, policy.table.firstSlots) {
      inspection.beginDetector(firstRule: first)
      try inspector.inspect(text, into: &inspection)
    }
    let decision = policy.decide(inspection)
    let digest = Digest.sha256(document.text)
    let action = decision.action?.rawValue ?? "keep"
    result.leaves.append(
      MerkleRange.leafHash(Array("\(document.id)\t\(digest.hex)\t\(action)".utf8))
    )
    if decision.isKept {
      renderer.appendKept(document, of: batch, to: &result.kept)
    } else {
      let failures = decision.failures.map(failure)
      renderer.appendRemoved(
        document,
        of: batch,
        reasons: reasons(decision),
        withholdsText: decision.action == .withhold,
        to: &result.removed
      )
      result.decisions.append(
        FilterDecision(
          run: run,
          id: document.id,
          shard: shard,
          line: document.line,
          action: action,
          textSHA256: digest,
          textBytes: document.text.count,
          policyDigest: policy.digest,
          failures: failures
        ).record
      )
    }
    result.outcomes.append(
      DocumentOutcome(
        id: document.id,
        shard: shard,
        line: document.line,
        byteCount: document.text.count,
        scalarCount: text.measures.scalarCount,
        inspection: inspection,
        decision: decision
      )
    )
  }

  private func failure(_ verdict: RuleVerdict) -> FilterFailure {
    let rule = policy.table.rules[verdict.rule]
    return FilterFailure(
      rule: rule.id.rawValue,
      category: rule.category.rawValue,
      value: verdict.value,
      minimum: verdict.minimum,
      maximum: verdict.maximum,
      action: verdict.action.rawValue
    )
  }

  /// The failed rules with value and bounds, as a JSON array.
  private func reasons(_ decision: CorpusDecision) -> [UInt8] {
    let items = decision.failures.map { verdict -> CanonicalValue in
      var members: [String: CanonicalValue] = [
        "rule": .string(policy.table.rules[verdict.rule].id.rawValue),
        "value": .string(verdict.value.isNaN ? "unknown" : decimal(verdict.value)),
        "action": .string(verdict.action.rawValue),
      ]
      if let minimum = verdict.minimum { members["min"] = .string(decimal(minimum)) }
      if let maximum = verdict.maximum { members["max"] = .string(decimal(maximum)) }
      return .object(members)
    }
    return CanonicalValue.array(items).canonicalJSON
  }
}
