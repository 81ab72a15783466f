import AuditLog
import Diagnostics
import Glibc
import ModelCards

/// The folder in which people keep what a card says beside its evidence: `card.yaml` and sections.
package struct CardFolder: Sendable {
  static let standard = "card"
  /// What a file of a card that cannot be read is reported as.
  package static let unreadable: Diagnostic.Code = "card/cannot-read"
  private static let fileLimit = 1 << 20

  package let path: String

  package init(_ path: String) { self.path = path }

  /// Reads `card.yaml`.
  ///
  /// - Throws: `Diagnostics`, `card/cannot-read`.
  func settings() throws -> CardSettings {
    let file = "\(path)/card.yaml"
    let text = try Self.text(file, hint: "`gemma-safety card init` writes one")
    return try CardSettings(parsing: text, file: file)
  }

  /// Reads the sections of a kind of card that are there.
  ///
  /// - Throws: `Diagnostics` and `card/reserved`.
  func sections(_ kind: CardSettings.Kind) throws -> [HumanSection] {
    try CardSectionName.ids(kind).compactMap { id in
      let file = "\(path)/\(id).md"
      guard access(file, F_OK) == 0 else { return nil }
      return try HumanSection(parsing: Self.text(file), id: id, file: file)
    }
  }

  /// Names of Markdown files that no section is called by, with what may have been meant.
  func strangers(_ kind: CardSettings.Kind) -> [String] {
    let known = Set(CardSectionName.ids(kind).map { "\($0).md" })
    return (FolderNames.read(path) ?? []).filter { $0.hasSuffix(".md") && !known.contains($0) }
      .map { name in
        let hint = nearest(to: name, among: known.sorted()).map { ", did you mean `\($0)`?" } ?? ""
        return "`\(path)/\(name)` is no section of a card\(hint)"
      }
  }

  /// Writes the settings and the skeleton of every section; files that are there are left alone.
  ///
  /// - Returns: The files that were written, or would be under `dryRun`.
  /// - Throws: `Diagnostics` for a name that `card.yaml` cannot hold, and what reading one that is there
  ///   throws; `card/other-kind` where that is of another kind; `audit/cannot-write`.
  package func create(
    _ kind: CardSettings.Kind,
    name: String,
    dryRun: Bool
  ) throws -> [String] {
    let settings = CardSkeleton.settings(kind, name: name)
    _ = try CardSettings(parsing: settings, file: "\(path)/card.yaml")
    try checkKind(kind)
    let files =
      [("card.yaml", settings)]
      + CardSectionName.all(kind).map { ("\($0.id).md", $0.skeleton) }
    let missing = files.filter { access("\(path)/\($0.0)", F_OK) != 0 }
    guard !dryRun else { return missing.map { "\(path)/\($0.0)" } }
    for (name, text) in missing { try CardOutput(path).write(name, Array(text.utf8)) }
    return missing.map { "\(path)/\($0.0)" }
  }

  /// Refuses to put the sections of one kind of card among those of another.
  private func checkKind(_ kind: CardSettings.Kind) throws {
    guard access("\(path)/card.yaml", F_OK) == 0 else { return }
    let other = try self.settings().kind
    guard other != kind else { return }
    throw Diagnostic(
      "card/other-kind",
      "the folder holds a card of the kind `\(other.rawValue)`",
      at: .init(file: "\(path)/card.yaml"),
      hint: "name another folder with --folder, or pass --kind \(other.rawValue)"
    )
  }

  static func text(_ file: String, hint: String? = nil) throws -> String {
    let bytes = try SafeFile.read(
      file,
      limit: fileLimit,
      code: unreadable,
      hint: hint
    ).bytes
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Diagnostic("runtime/invalid-utf8", "the file is not UTF-8", at: .init(file: file))
    }
    return text
  }
}
