import AuditLog
import CorpusFiltering
import Diagnostics
import Glibc
import SafetyCore
import SafetyPolicy
import SafetyRuntime
import Testing

/// Inputs that change between their digest and the end of their reading.
struct UnstableInputTests {
  private static let results = ["kept/input.jsonl", "removed/input.jsonl"]
  private let folder: TemporaryFolder
  private let input: String

  init() throws {
    folder = try TemporaryFolder()
    let lines = (0..<400).map { index in
      let words = String(repeating: "silver kettle dance ", count: index % 4)
      return "{\"id\": \"\(index)\", \"text\": \"\(words)\"}\n"
    }
    input = try folder.write("input.jsonl", lines.joined())
  }

  private func configuration(_ output: String) throws -> FilterRun.Configuration {
    var rules = [RulePolicy?](repeating: nil, count: GopherQuality.descriptor.rules.count)
    rules[0] = RulePolicy(minimum: 5, action: .remove)
    let policy = CorpusPolicy(
      name: "test",
      detectors: [ConfiguredDetector(descriptor: GopherQuality.descriptor, settings: .init())],
      rules: rules
    )
    var configuration = FilterRun.Configuration(
      run: output,
      policy: policy,
      detectors: try DetectorCatalog().detectors(for: policy),
      shards: try InputDiscovery().inventory(of: [input]).shards,
      output: "\(folder.path)/\(output)"
    )
    configuration.options.batchBytes = 1024
    for index in configuration.shards.indices { configuration.shards[index].rememberFile() }
    return configuration
  }

  private func run(
    _ configuration: FilterRun.Configuration,
    _ log: AuditLog,
    state: [UInt8]? = nil,
    progress: @escaping (FilterProgress) -> Void = { _ in }
  ) throws {
    let begin = RunBegin(
      run: configuration.run,
      command: "filter",
      version: "1",
      hostClass: "test",
      policyDigest: configuration.policy.digest,
      policyName: configuration.policy.name,
      inputs: []
    )
    let outcome = try FilterRun(configuration, sink: log).execute(
      begin: begin,
      resumeState: state,
      progress: progress
    )
    guard case .finished = outcome else { throw CancellationError() }
  }

  private func bytes(_ output: String) throws -> [[UInt8]] {
    try Self.results.map { try TemporaryFolder.read("\(folder.path)/\(output)/\($0)") }
  }

  /// Runs until the file is another one after the sixth batch.
  private func disturb(_ configuration: FilterRun.Configuration, _ log: AuditLog) throws {
    let other = try folder.write("other.jsonl", "{\"text\": \"golden\"}\n")
    var batches = 0
    do {
      try run(configuration, log) { _ in
        batches += 1
        guard batches == 6 else { return }
        #expect(rename(input, input + ".old") == 0 && rename(other, input) == 0)
      }
      Issue.record("the change went unnoticed")
    } catch let problem as Diagnostic {
      #expect(problem.code == "filter/unstable-input")
      #expect(problem.place?.file == input)
      #expect(problem.hint?.contains("--resume") == true)
    }
  }

  @Test(arguments: [2048, 1 << 20])
  func `secures nothing of an input that changes, and goes on with it as it was`(
    checkpointBytes: Int
  ) throws {
    let log = try AuditLog(path: "\(folder.path)/a.sqlite", mode: .readWrite, clock: { "2026" })
    try run(configuration("whole"), log)
    var configuration = try configuration("disturbed")
    configuration.checkpointBytes = checkpointBytes
    try disturb(configuration, log)
    #expect(try log.runs().last?.ended == nil)
    #expect(!PartialFile.isPublished(folder: configuration.output ?? "", name: Self.results[0]))
    #expect(rename(input + ".old", input) == 0)
    configuration.start = .resuming
    try run(configuration, log, state: try log.resumeState(of: configuration.run))
    #expect(try bytes("disturbed") == bytes("whole"))
    try log.close()
  }

  @Test func `takes a run without a look at the files before it`() throws {
    let log = try AuditLog(path: "\(folder.path)/a.sqlite", mode: .readWrite, clock: { "2026" })
    var configuration = try configuration("unwatched")
    configuration.shards[0].stamp = nil
    try run(configuration, log) { _ in utimes(input, nil) }
    #expect(try log.runs().last?.ended != nil)
    try log.close()
  }
}
