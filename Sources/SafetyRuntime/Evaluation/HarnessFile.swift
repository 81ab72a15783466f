import SafetyCore
import SafetyEvaluation

/// A file of another harness as it lies on disk: its digest, and the JSON that figures are read from.
package struct HarnessFile: Sendable {
  package let sha256: Digest
  /// The whole file, or the header of an archive.
  package let json: [UInt8]

  /// Reads a file, and of a log of Inspect that is an archive what is said of the whole run.
  ///
  /// - Throws: `runtime/unreadable`, `runtime/too-large`, `evaluation/import` for a broken archive.
  package init(path: String) throws {
    let bytes = try InputFile.bytes(path, maximum: ImportedResults.maximumBytes)
    sha256 = Digest.sha256(bytes)
    json =
      InspectArchive.isOne(bytes)
      ? try InspectArchive(bytes, file: path).header(maximum: ImportedResults.maximumBytes) : bytes
  }
}
