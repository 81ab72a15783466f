import SafetyCore
import TextViews

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
