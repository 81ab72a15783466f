import SafetyCore

/// The size and root of a log at one time, in the text form of a C2SP checkpoint.
///
/// Kept outside the log, it shows a later rollback or truncation. It is not signed yet.
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

  /// Reads `note`; lines after the third, such as signatures, are passed over.
  package init?(note: String) {
    let lines = note.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 4, !lines[0].isEmpty, let size = Int(lines[1]), size >= 0,
      String(size) == lines[1], let root = Base64.decode(lines[2]).flatMap(Digest.init(bytes:))
    else { return nil }
    self.init(origin: String(lines[0]), size: size, root: root)
  }
}
