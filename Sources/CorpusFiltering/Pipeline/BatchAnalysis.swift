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
