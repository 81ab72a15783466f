import StrictJSON

extension JSONFields {
  /// A name or an id: it is not looked at as a text is, so it must be none.
  ///
  /// - Parameters:
  ///   - key: The field.
  ///   - signs: What it may hold beside letters and figures.
  ///   - most: Bytes.
  /// - Returns: The word; nil where the field is absent.
  /// - Throws: A diagnostic that names the field.
  func word(_ key: String, signs: String = "-_", most: Int = 64) throws -> String? {
    guard let text = try string(key) else { return nil }
    let isPlain = text.utf8.allSatisfy {
      (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || signs.utf8.contains($0)
    }
    guard isPlain, text.utf8.count <= most else {
      let named = signs.map { "`\($0)`" }.joined(separator: ", ")
      throw problem(key, "must be at most \(most) letters, figures and \(named)")
    }
    return text
  }

  /// An id of a call; some servers put the tool's name and a number into it.
  func callID(_ key: String) throws -> String? { try word(key, signs: "-_.:", most: 128) }
}
