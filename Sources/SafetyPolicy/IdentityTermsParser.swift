import Diagnostics
import SafetyCore
import StrictYAML

/// Reads the groups of people, and the words that name them, for the bias audit.
package enum IdentityTermsParser {
  /// - Parameters:
  ///   - text: YAML with `version: 1` and `groups`, a mapping of names to lists of terms.
  ///   - file: For messages.
  /// - Returns: The groups in the order of the file.
  /// - Throws: `identity/…` with line and column for the first thing that is wrong.
  package static func parse(_ text: String, file: String) throws -> [IdentityGroup] {
    func failure(_ message: String, _ node: YAMLNode?) -> Diagnostic {
      let mark = node?.mark
      return Diagnostic(
        "identity/bad-file",
        message,
        at: .init(file: file, line: mark?.line, column: mark?.column),
        hint: "write `version: 1` and `groups:` with a list of terms for each name"
      )
    }
    let root: YAMLNode
    do {
      root = try YAMLReader(file: file, domain: "identity").compose(text)
    } catch let problems as Diagnostics {
      throw problems.items.first ?? failure("the file is not valid YAML", nil)
    }
    guard let members = root.mapping, members["version"]?.int == 1 else {
      throw failure("`version` must be 1", root)
    }
    guard let groups = members["groups"]?.mapping, !groups.isEmpty else {
      throw failure("`groups` must be a mapping with one group or more", root)
    }
    return try groups.map { key, value in
      guard let name = key.string, isName(name) else {
        throw failure("a group's name is of lower-case letters, digits and `_`", key)
      }
      let terms = value.sequence?.map { $0.scalar?.string ?? "" } ?? []
      guard !terms.isEmpty, !terms.contains("") else {
        throw failure("the group `\(name)` must be a list of terms", value)
      }
      return IdentityGroup(name: name, terms: terms)
    }
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 40
      && name.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
      }
  }
}
