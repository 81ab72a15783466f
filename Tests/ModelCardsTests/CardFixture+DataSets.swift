import AuditLog
import ModelCards
import SafetyCore

/// What cards of datasets are made of.
extension CardFixture {
  /// The bias audit of the filter run.
  static var bias: BiasRecord {
    BiasRecord(
      run: "f1",
      rule: "identity/kettles",
      counts: [
        "mentions": 100, "mentions_removed": 10, "mentions_removed_as_toxic": 5, "others": 890,
        "others_removed": 45, "others_removed_as_toxic": 9,
      ]
    )
  }

  /// A mixture of what the filter run kept and of a source that nobody filtered.
  static var mixture: [DecisionRecord] {
    let origin: CanonicalValue = [
      "source": "web", "run": "f1", "report_sha256": .string(digest.hex),
    ]
    let begin = RunBegin(
      run: "m1",
      command: "mix",
      version: "0.1.0",
      hostClass: "linux x86_64, 2 cores",
      policyDigest: digest,
      policyName: "two-teas",
      inputs: [
        ShardInput(name: "web/kettle.jsonl", size: 4096, sha256: digest),
        ShardInput(name: "notes/a.csv", size: 1024, sha256: digest),
      ],
      options: [
        "unit": "tokens", "seed": .integer(7), "max_epochs": "2",
        "tokenizer_sha256": .string(digest.hex), "holdout": ["share": "0.05", "seed": .integer(0)],
        "filter_runs": .array([origin]),
      ]
    )
    let file = MixtureArtifact(
      run: "m1",
      name: "train/train-00000-of-00001.jsonl",
      documents: 39,
      size: 9000,
      sha256: digest
    )
    let end = RunEnd(
      run: "m1",
      totals: ShardCounts(read: 43, kept: 42, quarantined: 1),
      byReason: [:],
      unreadable: ["input/unreadable": 2],
      itemsRoot: digest
    )
    return [begin.record] + shares.map(\.record) + [file.record, end.record]
  }

  private static var shares: [MixtureShare] {
    [
      MixtureShare(
        run: "m1",
        source: "web",
        unit: "tokens",
        available: 900,
        asked: 1350,
        taken: 1352,
        documents: 30,
        distinct: 20,
        bytes: 6000,
        heldOut: 2
      ),
      MixtureShare(
        run: "m1",
        source: "notes",
        unit: "tokens",
        available: 400,
        asked: 450,
        taken: 448,
        documents: 9,
        distinct: 9,
        bytes: 2000,
        heldOut: 1
      ),
    ]
  }

  /// The card of a dataset from some events.
  static func dataSet(
    _ fixture: CardFixture,
    _ records: [DecisionRecord] = filterRun + [bias.record]
  ) throws -> (EvidenceBundle, CardDocument) {
    var settings = CardSettings(kind: .dataset)
    settings[.name] = "kettles"
    let bundle = try fixture.bundle(records, settings: settings)
    return (bundle, CardDocument(source: try CardSource(bundle, file: "b"), sections: []))
  }
}
