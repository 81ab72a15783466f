import SafetyCore
import SafetyPolicy
import TextViews

/// Decides on an inspected document and writes its lines, its event and its leaf.
struct DocumentWriter {
  /// What a document is a copy of, and the slot of the rule that says so.
  struct Original {
    var rule: Int
    var document: OriginalDocument
  }

  /// What is known about a document once it was inspected.
  struct Measured {
    var inspection: Inspection
    var scalarCount: Int
    /// Of the original text.
    var digest: Digest
    var duplicates: DuplicateKeys?
    var signature: TextSignature?
    var original: Original?

    init(_ inspection: Inspection, scalarCount: Int, _ digest: Digest) {
      self.inspection = inspection
      self.scalarCount = scalarCount
      self.digest = digest
    }
  }

  private let policy: CorpusPolicy
  private let run: String
  private let shards: [String]
  private let renderer: RecordRenderer
  private let writesAttributes: Bool
  private let editor: DocumentEditor

  init(_ configuration: FilterRun.Configuration) {
    policy = configuration.policy
    run = configuration.run
    shards = configuration.shards.map(\.name)
    renderer = RecordRenderer(includesRemovedText: configuration.includesRemovedText)
    writesAttributes = configuration.writesAttributes
    editor = DocumentEditor(rules: policy.table.rules, key: configuration.pseudonymKey)
  }

  func write(
    _ document: DocumentRecord,
    of batch: RecordBatch,
    shard: Int,
    measured: Measured,
    to result: inout BatchAnalysis
  ) throws {
    let decision = decide(measured)
    try render(document, of: batch, decision, measured, to: &result)
    let action = decision.action?.rawValue ?? "keep"
    result.documents.append(
      JudgedDocument(
        record: document.record,
        inspection: measured.inspection,
        outcome: DocumentOutcome(
          id: document.id,
          shard: shard,
          line: document.line,
          byteCount: document.text.count,
          scalarCount: measured.scalarCount,
          inspection: measured.inspection,
          decision: decision
        ),
        digest: measured.digest,
        decision: event(on: document, shard: shard, decision, measured),
        leaf: MerkleRange.leafHash(
          Array("\(document.id)\t\(measured.digest.hex)\t\(action)".utf8)
        ),
        duplicates: measured.duplicates,
        signature: measured.signature,
        keptEnd: result.kept.count,
        removedEnd: result.removed.count,
        attributesEnd: result.attributes.count
      )
    )
  }

  /// The policy's decision, whose rules know what the document is a copy of.
  private func decide(_ measured: Measured) -> CorpusDecision {
    var decision = policy.decide(measured.inspection)
    guard let original = measured.original else { return decision }
    for index in decision.failures.indices where decision.failures[index].rule == original.rule {
      decision.failures[index].original = original.document
    }
    return decision
  }

  /// A place in the input under the shard's name, as the lines of `removed/` have theirs.
  private func place(_ document: OriginalDocument) -> CanonicalValue {
    [
      "id": .string(document.id), "line": .integer(document.line),
      "shard": .string(shards.indices.contains(document.shard) ? shards[document.shard] : ""),
    ]
  }

  private func render(
    _ document: DocumentRecord,
    of batch: RecordBatch,
    _ decision: CorpusDecision,
    _ measured: Measured,
    to result: inout BatchAnalysis
  ) throws {
    if !decision.isKept {
      renderer.appendRemoved(
        document,
        of: batch,
        reasons: reasons(decision, measured.inspection.spans),
        withholdsText: decision.action == .withhold,
        to: &result.removed
      )
    } else if let edited = editor.edit(document.text, measured.inspection.spans, decision) {
      edited.withUnsafeBytes {
        renderer.appendKept(document, of: batch, editedText: $0, to: &result.kept)
      }
    } else {
      renderer.appendKept(document, of: batch, to: &result.kept)
    }
    if writesAttributes {
      let attributes =
        decision.action == .withhold ? [] : attributes(measured.inspection, of: document)
      renderer.appendAttributes(attributes, of: document, in: batch, to: &result.attributes)
    }
  }

  private func event(
    on document: DocumentRecord,
    shard: Int,
    _ decision: CorpusDecision,
    _ measured: Measured
  ) -> DecisionRecord? {
    guard let action = decision.action, action > .annotate else { return nil }
    return FilterDecision(
      run: run,
      id: document.id,
      shard: shard,
      line: document.line,
      action: action.rawValue,
      textSHA256: measured.digest,
      textBytes: document.text.count,
      policyDigest: policy.digest,
      failures: decision.failures.map { failure($0, spans: measured.inspection.spans) }
    ).record
  }

  private func failure(_ verdict: RuleVerdict, spans: [EvidenceSpan]) -> FilterFailure {
    let rule = policy.table.rules[verdict.rule]
    let spans = spans.filter { $0.rule == verdict.rule }
    return FilterFailure(
      rule: rule.id.rawValue,
      category: rule.category.rawValue,
      original: verdict.original,
      value: verdict.value,
      minimum: verdict.minimum,
      maximum: verdict.maximum,
      action: verdict.action.rawValue,
      spans: spans.map(\.range),
      origins: spans.compactMap(\.origin)
    )
  }

  /// The failed rules with value and bounds, and what their spans repeat, as a JSON array.
  private func reasons(_ decision: CorpusDecision, _ spans: [EvidenceSpan]) -> [UInt8] {
    let items = decision.failures.map { verdict -> CanonicalValue in
      var members: [String: CanonicalValue] = [
        "rule": .string(policy.table.rules[verdict.rule].id.rawValue),
        "value": .string(verdict.value.isNaN ? "unknown" : decimal(verdict.value)),
        "action": .string(verdict.action.rawValue),
      ]
      members["original"] = verdict.original.map(place)
      if let minimum = verdict.minimum { members["min"] = .string(decimal(minimum)) }
      if let maximum = verdict.maximum { members["max"] = .string(decimal(maximum)) }
      let evidence = spans.filter { $0.rule == verdict.rule && $0.origin != nil }
      if !evidence.isEmpty {
        let shown = evidence.prefix(FilterFailure.spanLimit).compactMap(Self.evidence)
        members["evidence"] = .array(shown)
        members["evidence_count"] = .integer(evidence.count)
      }
      return .object(members)
    }
    return CanonicalValue.array(items).canonicalJSON
  }

  private static func evidence(_ span: EvidenceSpan) -> CanonicalValue? {
    span.origin.map { origin in
      [
        "benchmark": .string(origin.benchmark), "item": .string(origin.item),
        "start": .integer(span.range.lowerBound), "end": .integer(span.range.upperBound),
      ]
    }
  }

  /// The value of every measured rule over the whole text, and the spans of those that name some.
  private func attributes(
    _ inspection: Inspection,
    of document: DocumentRecord
  ) -> [DocumentAttribute] {
    var attributes: [DocumentAttribute] = []
    for (slot, rule) in policy.table.rules.enumerated() where !inspection.values[slot].isNaN {
      let name = rule.id.rawValue
      let value = inspection.values[slot]
      attributes.append(.init(name: name, value: value, byteCount: document.text.count))
      let spans = inspection.spans.filter { $0.rule == slot }
      if !spans.isEmpty {
        attributes.append(.init(name: name + "/spans", spans: spans.map(Self.attribute)))
      }
      let items = Dictionary(grouping: spans.filter { $0.origin != nil }) { span in
        "\(name)/\(span.origin?.benchmark ?? "")/\(span.origin?.item ?? "")"
      }
      attributes += items.sorted { $0.key < $1.key }.map {
        .init(name: $0.key, spans: $0.value.map(Self.attribute))
      }
    }
    return attributes
  }

  private static func attribute(_ span: EvidenceSpan) -> DocumentAttribute.Span {
    .init(start: span.range.lowerBound, end: span.range.upperBound, score: span.score)
  }
}
