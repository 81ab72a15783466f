/// Names one document of the input, with the value a rule gave it.
package struct DocumentReference: Sendable, Hashable {
  /// At most 160 bytes; a longer id ends in `…`.
  package var id: String
  package var shard: Int
  package var line: Int
  package var value: Double

  package init(id: String, shard: Int, line: Int, value: Double) {
    self.id = Self.shortened(id)
    self.shard = shard
    self.line = line
    self.value = value
  }

  init(_ outcome: DocumentOutcome, rule: Int) {
    let value = outcome.values.indices.contains(rule) ? outcome.values[rule] : .nan
    self.init(id: outcome.id, shard: outcome.shard, line: outcome.line, value: value)
  }

  /// Ids come from outside and may be of any length; the books stay small.
  static func shortened(_ id: String) -> String {
    guard id.utf8.count > 160 else { return id }
    var text = ""
    var size = 0
    for scalar in id.unicodeScalars {
      size += UTF8.width(scalar)
      guard size <= 157 else { break }
      text.unicodeScalars.append(scalar)
    }
    return text + "…"
  }
}
