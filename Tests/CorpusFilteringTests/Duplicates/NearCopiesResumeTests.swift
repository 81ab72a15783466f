import CorpusFiltering
import Foundation
import SafetyCore
import SafetyPolicy
import SafetyRuntime
import Synchronization
import Testing

/// What a run whose memory for near duplicates is spent knows after it was stopped.
struct NearCopiesResumeTests {
  /// Keeps the last state and nothing else.
  private final class LastState: DecisionSink {
    private let state = Mutex<[UInt8]?>(nil)

    func append(_ records: [DecisionRecord], run: String, state: [UInt8]?) throws {
      if let state { self.state.withLock { $0 = state } }
    }

    func resumeState(of run: String) throws -> [UInt8]? { state.withLock { $0 } }
  }

  private static let begin = RunBegin(
    run: "0123",
    command: "dedup",
    version: "1",
    hostClass: "test",
    policyDigest: policy.digest,
    policyName: policy.name,
    inputs: []
  )

  /// Small signatures, so that the length of an id decides whether a document finds room.
  private static let policy = CorpusPolicy(
    name: "test",
    detectors: [
      ConfiguredDetector(
        descriptor: NearDuplicateDetector.descriptor,
        settings: DetectorSettings([
          "buckets": .integer(1), "hashes": .integer(32), "memory_mb": .integer(1),
        ])
      )
    ],
    rules: [RulePolicy(maximum: 0.7, action: .remove)]
  )

  /// Different texts, of which the later ones have short ids, so that they take less room.
  private var lines: String {
    var state: UInt64 = 1
    func word() -> String {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return "w\(state >> 44)"
    }
    return (0..<5_500).map { index in
      let id = index < 5_200 ? String(repeating: "kettle", count: 25) + "-\(index)" : "\(index)"
      let text = (0..<8).map { _ in word() }.joined(separator: " ")
      return "{\"id\": \"\(id)\", \"text\": \"\(text)\"}\n"
    }.joined()
  }

  private func configuration(_ input: String, _ output: String) throws -> FilterRun.Configuration {
    var configuration = FilterRun.Configuration(
      run: "0123",
      policy: Self.policy,
      detectors: try DetectorCatalog().detectors(for: Self.policy),
      shards: try InputDiscovery().inventory(of: [input]).shards,
      output: output
    )
    configuration.options.batchBytes = 4096
    return configuration
  }

  @Test func `compares with the same documents as one that was never stopped`() throws {
    let folder = try TemporaryFolder()
    let input = try folder.write("input.jsonl", Array(lines.utf8))
    let whole = try FilterRun(configuration(input, folder.path + "/whole"), sink: LastState())
      .execute(begin: Self.begin)
    guard case .finished(let expected) = whole else { throw CancellationError() }
    let copies = try #require(expected.copies)
    #expect(copies.remembered > 4_000 && copies.forgotten > 1_000)

    var stopped = try configuration(input, folder.path + "/stopped")
    let sink = LastState()
    let interruption = Interruption()
    let first = try FilterRun(stopped, sink: sink).execute(
      begin: Self.begin,
      interruption: interruption,
      progress: { if $0.documents >= 5_200 { interruption.request() } }
    )
    guard case .interrupted(let sofar) = first else { throw CancellationError() }
    #expect(sofar.totals.documents < 5_500)
    stopped.start = .resuming
    let second = try FilterRun(stopped, sink: sink).execute(
      begin: Self.begin,
      resumeState: try sink.resumeState(of: "0123")
    )
    guard case .finished(let resumed) = second else { throw CancellationError() }
    #expect(resumed.copies == copies)
  }

  @Test func `writes down what it knows before the next checkpoint`() throws {
    let folder = try TemporaryFolder()
    let input = try folder.write("input.jsonl", Array(lines.utf8))
    let output = folder.path + "/out"
    let configuration = try configuration(input, output)
    var longest = 0
    _ = try FilterRun(configuration, sink: LastState()).execute(
      begin: Self.begin,
      progress: { progress in
        let file = "\(output)/\(FilterRun.signaturesName)"
        let size = FileManager.default.contents(atPath: file)?.count ?? 0
        if progress.documents < 5_500 { longest = max(longest, size) }
      }
    )
    // 4,250 records of some 210 bytes, of which the last 256 KiB may wait in memory.
    #expect(longest > 500_000)
  }
}
