extension YAMLReader {
  /// What a document says under `schema` at its top, whatever else is wrong with it.
  ///
  /// - Parameter text: YAML or JSON.
  /// - Returns: The value; of a text that cannot be parsed the rest of the first line that begins with
  ///   the key, quoted or not; nil where there is none.
  package static func schema(of text: String) -> String? {
    guard let root = try? YAMLReader(file: "", domain: "").compose(text) else {
      return schemaLine(of: text)
    }
    return root.mapping?.first { $0.key.scalar?.string == "schema" }?.value.scalar?.string
  }

  private static func schemaLine(of text: String) -> String? {
    text.split(maxSplits: 200, whereSeparator: \.isNewline).lazy.compactMap { line -> String? in
      let words = line.drop { $0.isWhitespace || "\u{FEFF}{\"'".contains($0) }
      guard words.hasPrefix("schema") else { return nil }
      let rest = words.dropFirst("schema".count).drop { $0.isWhitespace || "\"'".contains($0) }
      return rest.first == ":" ? String(rest.dropFirst()) : nil
    }.first
  }
}
