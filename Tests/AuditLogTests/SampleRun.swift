import SafetyCore

/// The events of an invented run whose books add up.
enum SampleRun {
  static let digest = Digest.sha256("silver kettle dance".utf8)

  /// Begin, a decision a document, shard, end.
  static func records(_ run: String, documents: Int) -> [DecisionRecord] {
    let decisions = (0..<documents).map { decision(run, $0).record }
    return [begin(run).record] + decisions
      + [shard(run, documents: documents).record, end(run, documents: documents).record]
  }

  static func begin(_ run: String) -> RunBegin {
    RunBegin(
      run: run,
      command: "filter",
      version: "0.1.0",
      hostClass: "linux-x86_64-2",
      policyDigest: digest,
      policyName: "corpus",
      inputs: [ShardInput(name: "kettle.jsonl", size: 100, sha256: digest)]
    )
  }

  static func decision(_ run: String, _ index: Int) -> FilterDecision {
    FilterDecision(
      run: run,
      id: "document-\(index)",
      shard: 0,
      line: index + 1,
      action: index % 2 == 0 ? "remove" : "redact",
      textSHA256: digest,
      textBytes: 40,
      policyDigest: digest,
      failures: [
        FilterFailure(
          rule: "c4/kettle",
          category: "quality",
          value: 0.25,
          minimum: 0.5,
          action: "remove",
          spans: [3..<9]
        )
      ]
    )
  }

  static func counts(documents: Int) -> ShardCounts {
    let removed = (documents + 1) / 2
    return ShardCounts(
      read: documents + 5,
      kept: documents + 5 - removed,
      removed: removed,
      redacted: documents - removed
    )
  }

  static func shard(_ run: String, documents: Int) -> RunShard {
    RunShard(
      run: run,
      shard: 0,
      name: "kettle.jsonl",
      counts: counts(documents: documents),
      itemsRoot: digest
    )
  }

  static func end(_ run: String, documents: Int) -> RunEnd {
    RunEnd(
      run: run,
      totals: counts(documents: documents),
      byReason: ["c4/kettle": documents],
      itemsRoot: RunEnd.itemsRoot(of: [digest])
    )
  }
}
