import AuditLog
import Diagnostics

/// Reads a card that somebody made.
package enum CardReading {
  /// The text of a Markdown file of at most 16 MiB.
  ///
  /// - Throws: `audit/cannot-read`, `audit/too-long`, `runtime/invalid-utf8`.
  package static func text(_ path: String) throws -> String {
    let bytes = try SafeFile.read(path, limit: 16 << 20).bytes
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Diagnostic("runtime/invalid-utf8", "the file is not UTF-8", at: .init(file: path))
    }
    return text
  }
}
