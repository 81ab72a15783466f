import AuditLog
import Compression
import CorpusFiltering
import SafetyCore
import SafetyPolicy

/// What a person asked `filter` to do, with the policy read and the inputs not yet looked for.
package struct FilterRequest {
  package var paths: [String]
  package var output: String
  package var policy: CorpusPolicy
  /// As it was typed; nil for the shipped policy.
  package var policyArgument: String?
  /// Lexicon files beside the policy's, as they were typed.
  package var lexicons: [String] = []
  /// The share of documents that the cascade audits, where it was typed.
  package var auditSample: Double?
  /// The folder of the benchmarks that are looked for, as it was typed.
  package var benchmarkData: String?
  package var detectors: DetectorCatalog
  /// The audit log, `audit.sqlite` among the results where nil.
  package var audit: String?
  package var include: [String] = []
  package var exclude: [String] = []
  package var format: InputFormat?
  package var options = ReadOptions()
  package var compression: OutputCompression?
  package var workers = 2
  package var sample = 1.0
  package var overwrites = false
  package var resumes = false
  package var isDryRun = false
  package var includesRemovedText = true
  package var writesAttributes = false
  package var storesMeasurements = true
  /// Puts excerpts of removed documents into `report.html`.
  package var showsExamples = false
  /// 32 bytes; chosen at random for each run where nil.
  package var pseudonymKey: [UInt8]?
  /// Signs the audit log's checkpoints.
  package var auditSigner: NoteSigner?
  package var version: String
  package var clock: @Sendable () -> String

  package init(
    paths: [String],
    output: String,
    policy: CorpusPolicy,
    detectors: DetectorCatalog,
    version: String,
    clock: @escaping @Sendable () -> String
  ) {
    self.paths = paths
    self.output = output
    self.policy = policy
    self.detectors = detectors
    self.version = version
    self.clock = clock
  }

  package var auditPath: String { audit ?? output + "/audit.sqlite" }

  /// Options that change the outcome, as the audit log and the run's identity have them.
  var outcomeOptions: [String: CanonicalValue] {
    [
      "text_field": .string(options.textField.description),
      "id_field": .string(options.idField.description),
      "url_field": .string(options.urlField.description),
      "format": .string(format?.rawValue ?? "by-name"),
      "compression": .string(compression.map { "\($0)" } ?? "as-input"),
      "sample": .string(decimal(sample)),
      "removed_text": .boolean(includesRemovedText),
      "attributes": .boolean(writesAttributes),
      "measurements": .boolean(storesMeasurements),
    ]
  }
}
