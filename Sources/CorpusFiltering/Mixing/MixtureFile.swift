import SafetyCore

/// One file of the results.
package struct MixtureFile: Sendable, Hashable {
  /// Below the folder of the results.
  package var name: String
  package var documents: Int
  /// Of the file as it lies on disk.
  package var size: Int
  /// Of the same bytes.
  package var sha256: Digest
}
