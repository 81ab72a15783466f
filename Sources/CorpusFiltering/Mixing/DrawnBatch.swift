import SafetyCore

/// One document that goes, or may go, into the results.
struct DrawnDocument: Sendable {
  /// Of its line in the batch's bytes.
  var line: Range<Int>
  var id: String
  var digest: Digest
  var isHeldOut: Bool
  /// Copies that it has whatever the documents before it are.
  var copies: Int
  /// Whether it stands just where the sample ends.
  var isAtBound: Bool
  var place: UInt64
  var textBytes: Int
}

/// What a worker drew from one batch.
struct DrawnBatch: Sendable {
  var bytes: [UInt8] = []
  var documents: [DrawnDocument] = []
  var supply = MixtureSupply()
}
