/// A text with places for named fields, such as `Q: {{question}}`; it has no logic at all.
///
/// The same template reads a text apart again, so that a format made of fixed words needs no code.
package struct TextTemplate: Sendable, Hashable {
  /// What a template is made of.
  package enum Part: Sendable, Hashable {
    case literal(String)
    /// The path of a field, such as `answer_info.ans0.1`.
    case field([String])
  }

  package let text: String
  package let parts: [Part]

  /// Reads a template.
  ///
  /// - Returns: Nil where braces do not close or a name is empty.
  package init?(parsing text: String) {
    var parts: [Part] = []
    var rest = text[...]
    while let open = rest.firstRange(of: "{{") {
      if open.lowerBound > rest.startIndex {
        parts.append(.literal(String(rest[..<open.lowerBound])))
      }
      let inside = rest[open.upperBound...]
      guard let close = inside.firstRange(of: "}}") else { return nil }
      let path = inside[..<close.lowerBound].split(
        separator: ".",
        omittingEmptySubsequences: false
      )
      // A column without a name is written {{}}.
      guard path == [""] || path.allSatisfy({ !$0.isEmpty && !$0.contains("{") }) else {
        return nil
      }
      parts.append(.field(path.map(String.init)))
      rest = inside[close.upperBound...]
    }
    if !rest.isEmpty { parts.append(.literal(String(rest))) }
    self.text = text
    self.parts = parts
  }

  /// Whether a text can be read apart by it: two fields never touch.
  package var canMatch: Bool {
    zip(parts, parts.dropFirst()).allSatisfy { pair in
      if case (.field, .field) = pair { return false }
      return true
    }
  }

  /// The fields that reading a text apart gives.
  var fieldNames: [String] {
    parts.compactMap { part in
      guard case .field(let path) = part, path != ["_"] else { return nil }
      return path.joined(separator: ".")
    }
  }

  /// Whether a record has all the fields, none of them null.
  func hasFields(in record: BenchmarkRecord) -> Bool {
    parts.allSatisfy { part in
      switch part {
      case .literal: true
      case .field(let path): record.value(path).map { $0 != .null } ?? false
      }
    }
  }

  /// Fills in the fields of a record.
  ///
  /// - Throws: `benchmark/missing-field` at the record.
  package func render(_ record: BenchmarkRecord) throws -> String {
    var out = ""
    for part in parts {
      switch part {
      case .literal(let text): out += text
      case .field(let path): out += try record.text(path)
      }
    }
    return out
  }

  /// Reads a text apart: each field is as short as the words behind it allow.
  ///
  /// - Returns: The fields by name, without the one named `_`; nil where the text has other words.
  package func match(_ text: String) -> [String: String]? {
    var found: [String: String] = [:]
    var rest = text[...]
    var open: String?
    for (index, part) in parts.enumerated() {
      switch part {
      case .field(let path): open = path.joined(separator: ".")
      case .literal(let words):
        guard let hit = Self.place(of: words, in: rest, isLast: index == parts.count - 1, open)
        else { return nil }
        if let open { found[open] = String(rest[..<hit.lowerBound]) }
        open = nil
        rest = rest[hit.upperBound...]
      }
    }
    if let open { found[open] = String(rest) } else if !rest.isEmpty { return nil }
    found["_"] = nil
    return found
  }

  private static func place(
    of words: String,
    in rest: Substring,
    isLast: Bool,
    _ open: String?
  ) -> Range<Substring.Index>? {
    guard open != nil else {
      return rest.hasPrefix(words) ? rest.firstRange(of: words) : nil
    }
    guard isLast else { return rest.firstRange(of: words) }
    guard rest.hasSuffix(words) else { return nil }
    return rest.index(rest.endIndex, offsetBy: -words.count)..<rest.endIndex
  }
}
