import Foundation

/// The files under `Sources`, by target.
struct SourceTree {
  struct File {
    let target: String
    /// Below `Sources`.
    let path: String
    let lines: [Substring]

    /// Modules that the file imports, without what precedes or follows their names.
    var imports: [String] {
      lines.compactMap { line in
        let words = line.split(separator: " ")
        guard path.hasSuffix(".swift"), let place = words.firstIndex(of: "import") else {
          return nil
        }
        let attributes: Set<Substring> = [
          "package", "public", "internal", "private", "fileprivate",
        ]
        guard words[..<place].allSatisfy({ $0.hasPrefix("@") || attributes.contains($0) }) else {
          return nil
        }
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let"]
        let rest = words[(place + 1)...].drop { kinds.contains($0) }
        return rest.first.map { String($0.split(separator: ".")[0]) }
      }
    }

    /// Headers that a C file includes.
    var includes: [String] {
      guard !path.hasSuffix(".swift") else { return [] }
      return lines.filter { $0.hasPrefix("#include") }.map {
        $0.dropFirst(8).trimmingCharacters(in: CharacterSet(charactersIn: " <>\""))
      }
    }
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  let files: [File]

  init() throws {
    let sources = Self.root.appending(path: "Sources").path
    let paths = FileManager.default.enumerator(atPath: sources)?.compactMap { $0 as? String } ?? []
    let kinds = ["swift", "c", "h", "cpp", "inc", "modulemap"]
    files = try paths.sorted().filter { kinds.contains(URL(filePath: $0).pathExtension) }.map {
      let text = try String(contentsOfFile: "\(sources)/\($0)", encoding: .utf8)
      return File(
        target: $0.split(separator: "/").first.map(String.init) ?? "",
        path: $0,
        lines: text.split(separator: "\n", omittingEmptySubsequences: false)
      )
    }
  }
}
