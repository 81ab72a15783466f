import AuditLog
import Compression
import CorpusFiltering
import SafetyCore

/// Reads excerpts of removed documents back from `removed/`, for a report that shows examples.
///
/// They are those the books name, the first of each rule in input order, so that neither the number
/// of workers nor a resumption changes them. Withheld documents are in neither.
struct RemovedExamples {
  private struct Wanted {
    var rule: RuleID
    var id: String
  }

  /// Unicode scalars of an excerpt.
  static let excerptLength = 240
  /// Scalars shown before the span that the rule named.
  private static let lead = 60

  let folder: String
  let shards: [InputShard]
  let compression: OutputCompression?
  let limits: ReadLimits
  let run: String
  let log: AuditLog

  /// Excerpts by rule; a document that cannot be read back has none.
  ///
  /// - Complexity: Reads each shard's removed documents up to the last example in it.
  func collect(_ statistics: RunStatistics) throws -> [ReportExample] {
    var wanted: [Int: [String: [Wanted]]] = [:]
    for (slot, references) in statistics.examples.enumerated() {
      let rule = statistics.table.rules[slot].id
      for reference in references {
        wanted[reference.shard, default: [:]]["\(reference.line)", default: []]
          .append(Wanted(rule: rule, id: reference.id))
      }
    }
    return try wanted.sorted { $0.key < $1.key }.flatMap { shard, lines in
      shards.indices.contains(shard) ? try examples(in: shards[shard], of: lines) : []
    }
  }

  private func examples(
    in shard: InputShard,
    of lines: [String: [Wanted]]
  ) throws -> [ReportExample] {
    let name = OutputName(of: shard, compression: compression).lines
    let removed = InputShard(name: name, path: "\(folder)/removed/\(name)", format: .jsonl)
    // A removed document is found by its line in the input, which its own id need not be.
    let options = ReadOptions(idField: "line")
    let decoder = try RecordDecoder(options: options, limits: limits)
    let reader = ShardReader(shard: removed, options: options, limits: limits)
    var missing = lines
    var examples: [ReportExample] = []
    while !missing.isEmpty, let batch = reader.next() {
      for record in batch.records {
        guard case .document(let document) = decoder.decode(record, of: batch),
          let found = missing.removeValue(forKey: document.id)
        else { continue }
        examples += try found.map { try example($0, document.text) }
      }
    }
    return examples
  }

  private func example(_ wanted: Wanted, _ text: UnsafeRawBufferPointer) throws -> ReportExample {
    let failures = try log.decisions(forDocument: wanted.id, run: run)
      .flatMap(\.decision.failures)
    let span = failures.first { $0.rule == wanted.rule.rawValue }?.spans.first
    return ReportExample(
      rule: wanted.rule,
      documentID: wanted.id,
      excerpt: Self.excerpt(of: text, around: span)
    )
  }

  /// The text around a span's begin, else its own begin, with an ellipsis where it is cut.
  static func excerpt(of text: UnsafeRawBufferPointer, around span: Range<Int>?) -> String {
    func isInside(_ place: Int) -> Bool { text[place] & 0xC0 == 0x80 }
    var start = min(span?.lowerBound ?? 0, text.count)
    for _ in 0..<Self.lead where start > 0 {
      start -= 1
      while start > 0, isInside(start) { start -= 1 }
    }
    var end = start
    for _ in 0..<Self.excerptLength where end < text.count {
      end += 1
      while end < text.count, isInside(end) { end += 1 }
    }
    return (start > 0 ? "…" : "") + String(decoding: text[start..<end], as: UTF8.self)
      + (end < text.count ? "…" : "")
  }
}
