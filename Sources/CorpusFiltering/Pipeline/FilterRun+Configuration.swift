import Compression
import SafetyCore
import SafetyPolicy
import TextViews

extension FilterRun {
  /// What a run does: inputs, policy, and where results go.
  package struct Configuration: Sendable {
    /// The run's name in the audit log.
    package var run: String
    package var policy: CorpusPolicy
    /// In the order of the policy's rule table.
    package var detectors: [any Detector<AnalyzedText>]
    package var shards: [InputShard]
    /// The folder of the results, or nil to decide without writing anything.
    package var output: String?
    package var options = ReadOptions()
    /// What outputs are packed with; each shard's own compression where nil.
    package var compression: OutputCompression?
    package var start = PartialFile.Start.new
    package var includesRemovedText = true
    package var writesAttributes = false
    package var storesMeasurements = true
    /// The share of documents that is looked at, chosen by shard and line.
    package var sample = 1.0
    package var workers = 1
    /// Keys the pseudonyms of a run.
    package var pseudonymKey: DigestKey?
    /// Bytes of input after which progress is secured against a crash.
    package var checkpointBytes = 16 << 20

    package init(
      run: String,
      policy: CorpusPolicy,
      detectors: [any Detector<AnalyzedText>],
      shards: [InputShard],
      output: String?
    ) {
      self.run = run
      self.policy = policy
      self.detectors = detectors
      self.shards = shards
      self.output = output
    }

    var limits: ReadLimits {
      ReadLimits(lineBytes: policy.limits.lineBytes, documentBytes: policy.limits.documentBytes)
    }

    /// The slot of a detector's first rule and its settings, where the policy has it.
    func part(of detector: DetectorDescriptor) -> (slot: Int, settings: DetectorSettings)? {
      policy.detectors.firstIndex { $0.descriptor.name == detector.name }
        .map { (policy.table.firstSlots[$0], policy.detectors[$0].settings) }
    }
  }
}
