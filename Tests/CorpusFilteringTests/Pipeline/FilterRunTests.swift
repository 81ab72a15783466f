import AuditLog
import CorpusFiltering
import Foundation
import SafetyCore
import SafetyPolicy
import SafetyRuntime
import Testing

struct FilterRunTests {
  private static let rule = RulePolicy(minimum: 5, action: .remove)

  private func policy() -> CorpusPolicy {
    var rules = [RulePolicy?](repeating: nil, count: GopherQuality.descriptor.rules.count)
    rules[0] = Self.rule
    return CorpusPolicy(
      name: "test",
      detectors: [ConfiguredDetector(descriptor: GopherQuality.descriptor, settings: .init())],
      rules: rules
    )
  }

  /// Filters 400 documents in small batches and returns the bytes of all results and the log.
  private func filter(workers: Int, in folder: String) throws -> ([Data?], VerificationReport) {
    try FileManager.default.createDirectory(
      atPath: folder,
      withIntermediateDirectories: true
    )
    var lines = "{\"id\": \"broken\", \"text\":\n"
    for index in 0..<400 {
      let words = String(repeating: "silver kettle dance ", count: index % 4)
      lines += "{\"id\": \"\(index)\", \"text\": \"\(words)\", \"extra\": [\(index)]}\n"
    }
    let input = folder + "/input.jsonl"
    try Data(lines.utf8).write(to: URL(fileURLWithPath: input))
    let policy = policy()
    var configuration = FilterRun.Configuration(
      run: "0123",
      policy: policy,
      detectors: try DetectorCatalog().detectors(for: policy),
      shards: try InputDiscovery().inventory(of: [input]).shards,
      output: folder + "/out"
    )
    configuration.workers = workers
    configuration.options.batchBytes = 1024
    let log = try AuditLog(path: folder + "/audit.sqlite", mode: .readWrite, clock: { "2026" })
    let begin = RunBegin(
      run: "0123",
      command: "filter",
      version: "1",
      hostClass: "test",
      policyDigest: policy.digest,
      policyName: policy.name,
      inputs: []
    )
    let outcome = try FilterRun(configuration, sink: log).execute(begin: begin)
    guard case .finished(let statistics) = outcome else { throw CancellationError() }
    #expect(statistics.totals.kept == 200)
    #expect(statistics.totals.removed == 200)
    #expect(statistics.totals.quarantined == 1)
    let report = try log.verify()
    try log.close()
    let results = ["kept/input.jsonl", "removed/input.jsonl", "quarantine/input.jsonl.jsonl"]
    return (results.map { FileManager.default.contents(atPath: "\(folder)/out/\($0)") }, report)
  }

  @Test func `writes the same bytes and the same log for any number of workers`() throws {
    let base = NSTemporaryDirectory() + "filter-run-\(UInt64.random(in: 0 ... .max))"
    defer { try? FileManager.default.removeItem(atPath: base) }
    let (one, log) = try filter(workers: 1, in: base + "/1")
    #expect(one.allSatisfy { $0?.isEmpty == false })
    #expect(log.leaves.passed)
    for workers in [2, 8] {
      let (many, manyLog) = try filter(workers: workers, in: base + "/\(workers)")
      #expect(many == one)
      #expect(manyLog.root == log.root)
    }
  }
}
