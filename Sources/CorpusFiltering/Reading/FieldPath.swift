import Diagnostics

/// Keys that lead from a record's root to a value, written with dots: `data.text`.
package struct FieldPath: Sendable, Hashable {
  /// One to eight keys of one to 128 bytes.
  package let keys: [String]

  /// Splits at dots.
  ///
  /// - Throws: `input/bad-field` for an empty key, more than eight, or one over 128 bytes.
  package init(parsing path: String) throws(Diagnostic) {
    let keys = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard keys.count <= 8, keys.allSatisfy({ (1...128).contains($0.utf8.count) }) else {
      throw Diagnostic(
        "input/bad-field",
        "field path `\(path)` is not one to eight keys joined by dots",
        hint: "write a path such as `text` or `data.text`"
      )
    }
    self.keys = keys
  }

  private init(keys: [String]) { self.keys = keys }
}

extension FieldPath: ExpressibleByStringLiteral {
  /// For paths in the source; an empty key there is a programmer's mistake.
  package init(stringLiteral value: String) {
    self.init(keys: value.split(separator: ".").map(String.init))
  }
}

extension FieldPath: CustomStringConvertible {
  package var description: String { keys.joined(separator: ".") }
}
