import Checkpoints
import Diagnostics
import SafetyCore
import StrictJSON

/// The size and digest of a file that a manifest binds.
package struct FileSeal: Sendable, Hashable {
  package let bytes: Int
  package let sha256: Digest

  /// Reads one entry of a manifest's `files`.
  ///
  /// - Throws: A diagnostic that names the field.
  init(_ fields: JSONFields) throws {
    try fields.allow(only: ["bytes", "sha256"])
    bytes = try fields.required("bytes", try fields.integer("bytes", 0...(64 << 30)))
    let hex = try fields.required("sha256", try fields.string("sha256"))
    guard let digest = Digest(hex: hex) else {
      throw fields.problem("sha256", "must be 64 hexadecimal digits")
    }
    sha256 = digest
  }

  /// Computes the seal of a file.
  ///
  /// - Throws: That the file cannot be read.
  init(of file: CheckpointFile) throws {
    var hasher = Hasher256()
    try file.forEachPiece(of: 0..<file.size) { hasher.update($0) }
    bytes = file.size
    sha256 = hasher.finalize()
  }
}
