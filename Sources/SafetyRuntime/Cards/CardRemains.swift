import AuditLog
import Diagnostics
import Glibc
import ModelCards

/// Drawings and results of an earlier card in the folder of a new one, which has none of their name.
package struct CardRemains: Sendable {
  static let evidence = "card.evidence.json"
  private static let fileLimit = 16 << 20

  private let folder: String
  /// Files that are byte for byte what the earlier card's evidence makes.
  package private(set) var stale: [String] = []
  /// Files that a person should look at, because nothing proves that they were made.
  package private(set) var notes: [String] = []

  init(in folder: String, beside files: [CardFile]) {
    self.folder = folder
    let names = Set(files.map(\.name))
    let others = CardFile.folders.flatMap { part in
      (FolderNames.read("\(folder)/\(part.name)") ?? []).filter { $0.hasSuffix(part.ending) }
        .map { "\(part.name)/\($0)" }
    }.filter { !names.contains($0) }
    guard !others.isEmpty else { return }
    let made = earlierFiles()
    for name in others {
      if let bytes = made[name], isFile(name, bytes) {
        stale.append(name)
      } else {
        notes.append("`\(folder)/\(name)` is not of this card and is left as it is")
      }
    }
  }

  /// What the evidence in the folder makes; nothing where it is no card's, or cannot be read.
  private mutating func earlierFiles() -> [String: [UInt8]] {
    let file = "\(folder)/\(Self.evidence)"
    guard access(file, F_OK) == 0 else { return [:] }
    do {
      let bytes = try SafeFile.read(
        file,
        limit: EvidenceBundle.maximumBytes,
        code: CardFolder.unreadable
      ).bytes
      let source = try CardSource(EvidenceBundle(parsing: bytes, file: file), file: file)
      let made = CardDocument(source: source, sections: []).evidenceFiles
      return Dictionary(made.map { ($0.name, $0.bytes) }, uniquingKeysWith: { $1 })
    } catch {
      let reason = (error as? Diagnostic)?.message ?? "it is no evidence of a card"
      notes.append("`\(file)` tells nothing of the earlier card: \(reason)")
      return [:]
    }
  }

  private func isFile(_ name: String, _ bytes: [UInt8]) -> Bool {
    let file = try? SafeFile.read("\(folder)/\(name)", limit: Self.fileLimit)
    return file?.bytes == bytes
  }

  /// Removes the stale files.
  ///
  /// - Throws: `audit/cannot-write`.
  func removeStale() throws {
    for name in stale {
      guard unlink("\(folder)/\(name)") == 0 || errno == ENOENT else {
        throw Diagnostic(
          "audit/cannot-write",
          "the file cannot be removed: \(String(cString: strerror(errno)).lowercased())",
          at: .init(file: "\(folder)/\(name)")
        )
      }
    }
  }
}
