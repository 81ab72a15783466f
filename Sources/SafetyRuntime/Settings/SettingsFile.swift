import Diagnostics
import Glibc
import ReportPages
import StrictYAML

/// What a project's `gemma-safety.yaml` says, with the place of every value.
package struct SettingsFile: Sendable, Hashable {
  /// A value and where it stands.
  package struct Entry: Sendable, Hashable {
    package let value: String
    package let place: Diagnostic.Place
  }

  /// What the file is called where nobody names one.
  package static let name = "gemma-safety.yaml"
  /// Names another file; none is read where it is empty.
  static let variable = "GEMMA_SAFETY_CONFIG"
  /// More than anyone writes, and no more than is read.
  static let maximumBytes = 1 << 20
  private static let domain = "config"

  package let path: String
  package let entries: [Setting: Entry]

  /// Reads a file against the closed list of settings.
  ///
  /// - Parameters:
  ///   - text: YAML; comments alone say nothing.
  ///   - path: Of the file; relative paths in it are relative to its folder.
  ///   - home: What `~/` stands for.
  ///   - exists: Whether there is something at a path.
  /// - Throws: `Diagnostics` with everything that is wrong, each with line and column.
  package init(
    parsing text: String,
    path: String,
    home: String? = nil,
    exists: @escaping (String) -> Bool = { access($0, F_OK) == 0 }
  ) throws {
    self.path = path
    var reader = YAMLReader(file: path, domain: Self.domain)
    let places = PathsOfFile(folder: Self.folder(of: path), home: home, exists: exists)
    var entries: [Setting: Entry] = [:]
    let root = try Self.root(of: text, reader)
    for (name, key, node) in reader.pairs(root, "the file") {
      guard let setting = Setting(rawValue: name) else {
        reader.report(
          reader.code("unknown-key"),
          "unknown key `\(ReportFormat.printable(name))`",
          key,
          hint: nearest(to: name, among: Setting.allCases.map(\.name))
            .map { "did you mean `\($0)`?" } ?? "`gemma-safety config show` names them all"
        )
        continue
      }
      guard let value = Self.value(of: setting, node, &reader) else { continue }
      entries[setting] = Entry(
        value: places.located(value, for: setting.kind),
        place: reader.place(of: node)
      )
    }
    guard reader.problems.isEmpty else { throw Diagnostics(reader.problems) }
    self.entries = entries
  }

  /// Nil where the file holds nothing but comments.
  private static func root(of text: String, _ reader: YAMLReader) throws -> YAMLNode? {
    do {
      return try reader.compose(text)
    } catch let problems as Diagnostics where problems.items.first?.code == reader.code("empty") {
      return nil
    }
  }

  private static func value(
    of setting: Setting,
    _ node: YAMLNode,
    _ reader: inout YAMLReader
  ) -> String? {
    guard reader.text(node)?.allSatisfy(\.isWhitespace) != true else {
      reader.report(
        reader.code("no-value"),
        "`\(setting.name)` has no value",
        node,
        hint: "leave the key out for the default: \(setting.standardPhrase)"
      )
      return nil
    }
    guard reader.text(node)?.unicodeScalars.contains(where: Setting.isHidden) != true else {
      let message = "`\(setting.name)` \(Setting.hiddenPhrase)"
      reader.report(reader.code("control-character"), message, node)
      return nil
    }
    switch setting.kind {
    case .path, .pathOrName, .secretFile: return reader.string(node, "`\(setting.name)`")
    case .count(let range): return reader.integer(node, "`\(setting.name)`", range).map { "\($0)" }
    case .choice(let values): return reader.choice(node, values)
    }
  }

  /// With a slash at its end; empty for the working directory.
  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }
}

/// Where the paths of a file lead to, seen from the working directory.
private struct PathsOfFile {
  let folder: String
  let home: String?
  let exists: (String) -> Bool

  func located(_ text: String, for kind: Setting.Kind) -> String {
    switch kind {
    case .path, .secretFile: return located(text)
    case .pathOrName:
      let isPath = text.contains("/") || [".yaml", ".yml", ".gguf"].contains(where: text.hasSuffix)
      let path = located(text)
      return isPath || exists(path) ? path : text
    case .count, .choice: return text
    }
  }

  private func located(_ text: String) -> String {
    if text.hasPrefix("~/"), let home { return home + text.dropFirst() }
    return text.hasPrefix("/") ? text : folder + text
  }
}
