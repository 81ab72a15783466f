import CorpusFiltering
import Diagnostics
import Dispatch
import SafetyCore
import SafetyPolicy
import SafetyRuntime
import Synchronization
import Testing

struct FilterCrewTests {
  /// What a run in the background threw, nil while it goes on.
  private final class Ending: Sendable {
    let code = Mutex<String?>(nil)
  }

  private func policy() -> CorpusPolicy {
    var rules = [RulePolicy?](repeating: nil, count: GopherQuality.descriptor.rules.count)
    rules[0] = RulePolicy(minimum: 5, action: .remove)
    return CorpusPolicy(
      name: "test",
      detectors: [ConfiguredDetector(descriptor: GopherQuality.descriptor, settings: .init())],
      rules: rules
    )
  }

  /// Each of so many documents fills a batch that takes all permits which the workers leave over.
  private func configuration(documents: Int, in folder: TemporaryFolder) throws
    -> FilterRun.Configuration
  {
    let phrase = Array("silver kettle dance ".utf8)
    var line = Array("{\"text\": \"".utf8)
    for _ in 0..<450_000 { line += phrase }
    line += Array("\"}\n".utf8)
    let path = try folder.write("input.jsonl", Array((0..<documents).map { _ in line }.joined()))
    let policy = policy()
    var configuration = FilterRun.Configuration(
      run: "0123",
      policy: policy,
      detectors: try DetectorCatalog().detectors(for: policy),
      shards: try InputDiscovery().inventory(of: [path]).shards,
      output: folder.path + "/out"
    )
    configuration.workers = 2
    configuration.checkpointBytes = 1
    return configuration
  }

  @Test func `ends where the sink fails between large batches`() throws {
    let folder = try TemporaryFolder()
    let configuration = try configuration(documents: 3, in: folder)
    let begin = RunBegin(
      run: "0123",
      command: "filter",
      version: "1",
      hostClass: "test",
      policyDigest: configuration.policy.digest,
      policyName: "test",
      inputs: []
    )
    let ending = Ending()
    let hasEnded = DispatchSemaphore(value: 0)
    // On a thread of its own, so that a run which never ends fails the test and does not hold it.
    DispatchQueue.global().async {
      do {
        _ = try FilterRun(configuration, sink: FailingSink(after: 1)).execute(begin: begin)
        ending.code.withLock { $0 = "none" }
      } catch {
        ending.code.withLock { $0 = (error as? Diagnostic)?.code.rawValue ?? "other" }
      }
      hasEnded.signal()
    }
    #expect(hasEnded.wait(timeout: .now() + 60) == .success)
    #expect(ending.code.withLock { $0 } == "output/disk-full")
  }
}
