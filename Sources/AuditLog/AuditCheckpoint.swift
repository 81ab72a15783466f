import Diagnostics
import SafetyCore

/// The size and root of a log at one time, in the text form of a C2SP checkpoint.
///
/// Kept outside the log, it shows a later rollback or truncation; `SignedNote` says whose word it is.
package struct AuditCheckpoint: Sendable, Hashable {
  /// The log's own name, without spaces and `+`.
  package var origin: String
  /// Events under the root.
  package var size: Int
  package var root: Digest

  package init(origin: String, size: Int, root: Digest) {
    self.origin = origin
    self.size = size
    self.root = root
  }

  /// Three lines: origin, size and the root in base64.
  package var note: String { "\(origin)\n\(size)\n\(Base64.encode(root.bytes))\n" }

  /// Reads a checkpoint from a file's bytes, with the signatures on it.
  ///
  /// - Throws: `note/malformed`.
  package static func parse(
    _ bytes: [UInt8],
    file: String
  ) throws -> (checkpoint: AuditCheckpoint, note: SignedNote) {
    let note = try SignedNote(parsing: bytes, file: file)
    guard let checkpoint = AuditCheckpoint(note: note.text) else {
      throw Diagnostic(
        "note/malformed",
        "expected a log's name, its size and its root in base64, each on a line",
        at: .init(file: file)
      )
    }
    return (checkpoint, note)
  }

  /// Reads `note`; lines after the third, such as signatures, are passed over.
  package init?(note: String) {
    let lines = note.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 4, !lines[0].isEmpty, let size = Int(lines[1]), size >= 0,
      String(size) == lines[1], let root = Base64.decode(lines[2]).flatMap(Digest.init(bytes:))
    else { return nil }
    self.init(origin: String(lines[0]), size: size, root: root)
  }
}
