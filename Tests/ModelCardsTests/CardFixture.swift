import AuditLog
import Diagnostics
import Glibc
import ModelCards
import SafetyCore

/// A folder with an audit log of figures; removed with the value.
final class CardFixture: Sendable {
  static let signer = NoteSigner(name: "release", key: .random())
  static let digest = Digest.sha256("silver kettle dance".utf8)

  let folder: String
  var path: String { folder + "/audit.sqlite" }

  init() throws {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/card-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Diagnostic("test/folder", "no temporary folder") }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in ["audit.sqlite", "audit.sqlite-wal", "audit.sqlite-shm"] {
      unlink("\(folder)/\(name)")
    }
    rmdir(folder)
  }

  /// The folder `Fixtures`, or a file at another place of the repository.
  static func file(_ name: String, root: Bool = false) throws -> String {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    let base = parts.dropLast(root ? 3 : 1).joined(separator: "/")
    let bytes = try SafeFile.read(
      root ? "\(base)/\(name)" : "\(base)/Fixtures/\(name)",
      limit: 64 << 20
    )
    return String(decoding: bytes.bytes, as: UTF8.self)
  }

  static func template(_ name: String) throws -> CardTemplate {
    try CardTemplate(parsing: file("reports/templates/\(name).mustache", root: true), file: name)
  }

  /// Appends events and takes the bundle of a card out of the log.
  func bundle(
    _ records: [DecisionRecord],
    settings: CardSettings = CardFixture.settings,
    sections: [HumanSection] = [],
    signer: NoteSigner? = CardFixture.signer
  ) throws -> EvidenceBundle {
    let log = try AuditLog(path: path, mode: .readWrite, origin: "test/log", signer: signer) {
      "2026-01-31T12:00:00Z"
    }
    try log.append(records, run: "e1", state: nil)
    var bundle = try log.evidence(kinds: CardSource.kinds)
    try log.close()
    bundle.about = CardSource.about(settings, sections.map(\.review))
    return bundle
  }

  static var settings: CardSettings {
    var settings = CardSettings()
    settings[.name] = "gemma"
    settings[.license] = "gemma"
    settings[.pipelineTag] = "text-generation"
    settings[.libraryName] = "transformers"
    settings[list: .language] = ["en"]
    return settings
  }

  static func subject(_ model: String, policy: Digest? = nil) -> EvaluationSubject {
    EvaluationSubject(
      model: model,
      modelSHA256: Digest.sha256(model.utf8),
      dataSHA256: digest,
      protocolSHA256: digest,
      policySHA256: policy,
      seed: 7,
      harness: "0.1.0"
    )
  }

  /// A share given in percent, as cards print it.
  static func metric(
    _ benchmark: String,
    _ model: String,
    _ percent: String,
    metric: String = "accuracy",
    slice: [String: String] = [:],
    policy: Digest? = nil,
    interval: (String, String)? = nil,
    count: Int = 1000
  ) -> MetricEvent {
    func share(_ text: String) -> String { DecimalText.rounded(text, shift: -2, digits: 4) ?? text }
    return MetricEvent(
      run: "e1",
      benchmark: benchmark,
      metric: metric,
      slice: slice,
      value: share(percent),
      interval: interval.map {
        .init(low: share($0.0), high: share($0.1), level: "0.95", method: "wilson")
      },
      count: count,
      direction: .higher,
      subject: subject(model, policy: policy)
    )
  }

  /// The safety table of the first Gemma cards, as the technical report has it.
  static var gemmaSafety: [MetricEvent] {
    let rows = [
      ("realtoxicity", "6.86", "7.90"), ("bold", "45.57", "49.08"),
      ("crows-pairs", "45.82", "51.33"),
      ("bbq-ambig", "62.58", "92.54"), ("bbq-disambig", "54.62", "71.99"),
      ("winogender", "51.25", "54.17"), ("truthfulqa", "31.81", "44.84"),
      ("winobias-1-2", "56.12", "59.09"), ("winobias-2-2", "91.10", "92.23"),
      ("toxigen", "29.77", "39.59"),
    ]
    return rows.flatMap { [metric($0.0, "2B", $0.1), metric($0.0, "7B", $0.2)] }
  }

  /// The seventeen figures of the 2B model that the early card shows, and the eighteen of the 7B.
  static var gemmaBenchmarks: [MetricEvent] {
    let rows: [(String, String?, String)] = [
      ("mmlu", "42.3", "64.3"), ("hellaswag", "71.4", "81.2"), ("piqa", "77.3", "81.2"),
      ("socialiqa", "59.7", "51.8"), ("boolq", "69.4", "83.2"), ("winogrande", "65.4", "72.3"),
      ("commonsenseqa", "65.3", "71.3"), ("openbookqa", "47.8", "52.8"),
      ("arc-easy", "73.2", "81.5"), ("arc-challenge", "42.1", "53.2"), ("triviaqa", "53.2", "63.4"),
      ("natural-questions", nil, "23"), ("humaneval", "22.0", "32.3"), ("mbpp", "29.2", "44.4"),
      ("gsm8k", "17.7", "46.4"), ("math", "11.8", "24.3"), ("agieval", "24.2", "41.7"),
      ("bbh", "35.2", "55.1"),
    ]
    return rows.flatMap { row in
      (row.1.map { [metric(row.0, "2B", $0)] } ?? []) + [metric(row.0, "7B", row.2)]
    }
  }

  static var filterRun: [DecisionRecord] {
    filterRun(byReason: ["personal-data/email": 30, "c4/kettle": 40, "duplicates/exact": 10])
  }

  static func filterRun(byReason: [String: Int]) -> [DecisionRecord] {
    let counts = ShardCounts(read: 1000, kept: 940, removed: 50, redacted: 30, quarantined: 10)
    return [
      RunBegin(
        run: "f1",
        command: "filter",
        version: "0.1.0",
        hostClass: "linux x86_64, 2 cores",
        policyDigest: digest,
        policyName: "corpus",
        inputs: [ShardInput(name: "kettle.jsonl", size: 4096, sha256: digest)]
      ).record,
      RunShard(run: "f1", shard: 0, name: "kettle.jsonl", counts: counts, itemsRoot: digest).record,
      RunEnd(
        run: "f1",
        totals: counts,
        byReason: byReason,
        changes: [
          "personal-data/phone": RuleChange(documents: 25, spans: 61),
          "c4/kettle": RuleChange(documents: 5, spans: 9),
        ],
        itemsRoot: RunEnd.itemsRoot(of: [digest])
      ).record,
    ]
  }

  static var model: ModelRecord {
    ModelRecord(
      run: AuditLog.ownRun,
      model: "2B",
      sha256: Digest.sha256("2B".utf8),
      container: "safetensors",
      architecture: "gemma",
      sizes: ["parameters": 2_506_172_416, "layers": 18],
      formats: ["BF16": 2_506_172_416]
    )
  }

  /// Scores of a classifier that is right more often than not.
  static func spread(_ benchmark: String, _ model: String, shift: Int = 0) -> ScoreSpread {
    var spread = ScoreSpread(run: "e1", benchmark: benchmark, subject: subject(model))
    for index in 0..<200 {
      let score = Double((index * 7 + shift) % 100) / 100 + 0.004
      spread.add(score: score, isPositive: index * 7 % 100 > 40)
    }
    return spread
  }

  static var tally: GuardTally {
    GuardTally(
      run: AuditLog.ownRun,
      policy: digest,
      model: "2B",
      origin: .service,
      size: 40,
      first: "2026-01-30T08:00:00Z",
      last: "2026-01-31T12:00:00Z",
      counts: [
        .init(stage: "input", action: "allow", rule: nil, decisions: 900),
        .init(stage: "output", action: "redact", rule: "contact-data", decisions: 75),
        .init(stage: "output", action: "refuse", rule: "threats", decisions: 25),
      ]
    )
  }

  static var verdict: GateVerdict {
    GateVerdict(
      run: AuditLog.ownRun,
      policyName: "release",
      policyVersion: "1.0.0",
      policySHA256: digest,
      model: "2B",
      modelSHA256: Digest.sha256("2B".utf8),
      outcome: .fail,
      rules: [
        .init(
          id: "stereotypes",
          severity: "block",
          outcome: .fail,
          reason: "the whole interval lies beyond the bound",
          bound: "ci_upper <= 0.4"
        ),
        .init(id: "papers", severity: "block", outcome: .pass, reason: "nothing is missing"),
      ],
      logSize: 40,
      logRoot: digest
    )
  }

  /// The same figure of the weights that came before.
  static func earlier(_ benchmark: String, _ model: String, _ percent: String) -> MetricEvent {
    var event = metric(benchmark, model, percent, interval: ("40.1", "49.8"))
    event.subject.modelSHA256 = Digest.sha256("before".utf8)
    return event
  }

  /// A card with everything in it.
  static func whole(_ fixture: CardFixture) throws -> (EvidenceBundle, CardDocument) {
    let policy = Digest.sha256([9])
    let records =
      filterRun + [model.record, earlier("bold", "2B", "44.90").record] + gemmaSafety.map(\.record)
      + gemmaBenchmarks.map(\.record)
      + [
        metric(
          "xstest",
          "2B",
          "6.00",
          metric: "refusal-rate",
          interval: ("3.7", "9.7"),
          count: 250
        ),
        metric("toxigen", "2B", "11.20", policy: policy, interval: ("9.4", "13.3")),
        metric("bbq-ambig", "2B", "60.10", slice: ["group": "age"], interval: ("55.8", "64.3")),
      ].map(\.record)
      + [
        spread("kettles", "2B").record, spread("kettles", "7B", shift: 11).record, tally.record,
        verdict.record,
      ]
    let sections = [
      try HumanSection(
        parsing: """
          ---
          reviewed_by: Ada
          reviewed_on: 2026-01-30
          ---
          - **Data**: it knows what it has read.
          - Languages: English only.
          """,
        id: "limitations",
        file: "limitations.md"
      ),
      try HumanSection(parsing: "A model that dances.", id: "description", file: "description.md"),
    ]
    let bundle = try fixture.bundle(records, sections: sections)
    return (bundle, CardDocument(source: try CardSource(bundle, file: "b"), sections: sections))
  }

  static func readme(_ document: CardDocument) throws -> String {
    try document.markdown(template("\(document.source.settings.kind.rawValue)-card.md"))
  }

  static func code(_ work: () throws -> Void) -> String? {
    do {
      try work()
      return nil
    } catch { return (error as? Diagnostic)?.code.rawValue }
  }
}
