import AuditLog
import Diagnostics
import Glibc
import ModelCards

/// Reads a card that somebody made.
package enum CardReading {
  /// The text of a Markdown file of at most 16 MiB.
  ///
  /// - Throws: `card/cannot-read`, `audit/too-long`, `runtime/invalid-utf8`.
  package static func text(_ path: String) throws -> String {
    let bytes = try SafeFile.read(path, limit: 16 << 20, code: CardFolder.unreadable).bytes
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Diagnostic("runtime/invalid-utf8", "the file is not UTF-8", at: .init(file: path))
    }
    return text
  }

  /// The evidence that lies beside a card.
  package static func evidence(beside card: String) -> String {
    folder(of: card) + CardRemains.evidence
  }

  /// What was made with a card and lies beside it; files that are not there are not missed.
  ///
  /// - Throws: `card/cannot-read`, `audit/too-long` for a file of over 16 MiB.
  package static func files(beside card: String) throws -> [CardFile] {
    let folder = folder(of: card)
    var names = CardFile.names.filter { access(folder + $0, F_OK) == 0 }
    for part in CardFile.folders {
      names += (FolderNames.read(folder + part.name) ?? []).filter { $0.hasSuffix(part.ending) }
        .map { "\(part.name)/\($0)" }
    }
    return try names.map { name in
      let file = try SafeFile.read(
        folder + name,
        limit: 16 << 20,
        code: CardFolder.unreadable
      )
      return CardFile(name: name, bytes: file.bytes)
    }
  }

  /// The folder of a file with its slash; empty for the present one.
  private static func folder(of file: String) -> String {
    file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
  }
}
