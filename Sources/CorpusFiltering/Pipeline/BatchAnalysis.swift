import SafetyCore
import TextViews

/// What became of one batch.
struct BatchAnalysis: Sendable {
  var kept: [UInt8] = []
  var removed: [UInt8] = []
  var attributes: [UInt8] = []
  var quarantine: [UInt8] = []
  var quarantinedCodes: [String] = []
  /// Bytes before the first document in `kept`.
  var prologueLength = 0
  var documents: [JudgedDocument] = []
  /// What a search for copies remembers of the batch.
  var seen = SeenRecords()
}

/// One judged document of a batch and where its lines end in the batch's outputs.
struct JudgedDocument: Sendable {
  var record: RawRecord
  var inspection: Inspection
  var outcome: DocumentOutcome
  /// Of the original text.
  var digest: Digest
  /// The event for the audit log, nil for a document kept as it is.
  var decision: DecisionRecord?
  /// The document's leaf in the shard's items tree.
  var leaf: Digest
  var duplicates: DuplicateKeys?
  var signature: TextSignature?
  var keptEnd = 0
  var removedEnd = 0
  var attributesEnd = 0
}

/// One batch as it is written: its bytes are those of the files, none where nothing is written.
struct BatchOutput: Sendable {
  var kept: [UInt8] = []
  var removed: [UInt8] = []
  var attributes: [UInt8] = []
  var quarantine: [UInt8] = []
  var measurements: [UInt8] = []
  var quarantinedCodes: [String]
  var documents: [JudgedDocument]
  var seen: SeenRecords
}
