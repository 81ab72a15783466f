import AuditLog
import Foundation
import ReleaseGate
import SafetyCore
import SafetyRuntime

/// A folder with a model, a policy and a log that holds the evidence for it; removed with the value.
final class MadeUpRelease: Sendable {
  static let now = "2026-03-01T12:00:00Z"
  static let policy = """
    schema: gemma-safety/release-policy/1
    name: made-up
    version: 1.0.0
    owner: Safety Board
    rules:
      - {id: ceiling, risk: confabulation, benchmark: silver-kettle, metric: rate, statistic: ci_upper,
         op: "<=", bound: 0.2, min_n: 40, max_age_days: 30}
    checks:
      - {id: data-cleaned, require: filters, filters: [personal-data]}
      - {id: log-verifies, require: audit_log}
      - {id: same-weights, require: model_digest}
    """

  let folder: String
  var model: String { folder + "/kettle-1b" }
  var audit: String { folder + "/audit.sqlite" }
  var policyFile: String { folder + "/release.yaml" }

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "release-\(UUID().uuidString)")
    folder = url.path(percentEncoded: false)
    try FileManager.default.createDirectory(atPath: model, withIntermediateDirectories: true)
    try write("kettle-1b/weights.bin", Array(repeating: 7, count: 1000))
    try write("kettle-1b/config.json", Array("{}".utf8))
    try write("kettle-1b/README.md", Array("# Kettle\n".utf8))
    try write("release.yaml", Array(Self.policy.utf8))
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(filePath: "\(folder)/\(name)"))
  }

  func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
  }

  var request: ReleaseRequest { ReleaseRequest(policy: policyFile, audit: audit, model: model) }

  func session(_ now: String = MadeUpRelease.now) throws -> ReleaseSession {
    try ReleaseSession(request, now: now)
  }

  func open(_ time: String = "2026-02-20T12:00:00Z", signer: NoteSigner? = nil) throws -> AuditLog {
    try AuditLog(path: audit, mode: .readWrite, origin: "test/log", signer: signer) { time }
  }

  /// Writes a filter run and an evaluation of fifty items with `hits` hits.
  func fill(hits: Int = 4, items: Int = 50, announced: Int? = nil, ends: Bool = true) throws {
    let log = try open()
    let filtered = "filter-\(hits)-\(items)"
    try log.append(filterRun(filtered), run: filtered, state: nil)
    let subject = EvaluationSubject(
      model: "kettle-1b",
      modelSHA256: try ModelDigest(of: model).root,
      dataSHA256: Digest.sha256("data".utf8),
      protocolSHA256: Digest.sha256("protocol".utf8),
      seed: 0,
      harness: "gemma-safety 0.1.0"
    )
    let run = "evaluation-\(hits)-\(items)"
    var records = [
      EvaluationBegin(
        run: run,
        benchmark: "silver-kettle",
        subject: subject,
        hostClass: "test",
        items: announced ?? items
      ).record
    ]
    var tree = MerkleRange()
    for index in 0..<items {
      let item = item(index, hits: hits, run: run)
      records.append(item.record)
      tree.append(MerkleRange.leafHash(Self.body(item.record)))
    }
    records.append(metric(hits: hits, items: items, run: run, subject).record)
    if ends {
      records.append(
        EvaluationEnd(run: run, benchmark: "silver-kettle", items: items, itemsRoot: tree.root)
          .record
      )
    }
    try log.append(records, run: run, state: nil)
    try log.close()
  }

  /// An item's body without its time, as its evaluation's end commits to it.
  private static func body(_ record: DecisionRecord) -> [UInt8] {
    var members = record.body
    members["kind"] = .string(record.kind)
    members["run"] = .string(record.run)
    return CanonicalValue.object(members).canonicalJSON
  }

  private func item(_ index: Int, hits: Int, run: String) -> EvaluationItem {
    EvaluationItem(
      run: run,
      benchmark: "silver-kettle",
      item: "item-\(index)",
      inputSHA256: Digest.sha256("\(index)".utf8),
      prediction: "a",
      scores: ["hit": index < hits ? "1" : "0"],
      groups: [:],
      microseconds: 10
    )
  }

  private func metric(
    hits: Int,
    items: Int,
    run: String,
    _ subject: EvaluationSubject
  ) -> MetricEvent {
    let rate = Double(hits) / Double(items)
    let width = 1.96 * (rate * (1 - rate) / Double(items)).squareRoot()
    return MetricEvent(
      run: run,
      benchmark: "silver-kettle",
      metric: "rate",
      value: decimal(rate),
      interval: .init(
        low: decimal(max(0, rate - width)),
        high: decimal(rate + width),
        level: "0.95",
        method: "normal"
      ),
      count: items,
      direction: .lower,
      subject: subject
    )
  }

  private func filterRun(_ run: String) -> [DecisionRecord] {
    let root = MerkleRange().root
    let counts = ShardCounts(read: 3, kept: 3)
    var begin = RunBegin(
      run: run,
      command: "filter",
      version: "0.1.0",
      hostClass: "test",
      policyDigest: Digest.sha256("corpus".utf8),
      policyName: "corpus",
      inputs: [ShardInput(name: "a.jsonl", size: 10, sha256: root)]
    )
    begin.acting = ["personal-data/email"]
    return [
      begin.record,
      RunShard(run: run, shard: 0, name: "a.jsonl", counts: counts, itemsRoot: root).record,
      RunEnd(
        run: run,
        totals: counts,
        byReason: [:],
        itemsRoot: RunEnd.itemsRoot(of: [root])
      ).record,
    ]
  }
}
