/// Documents by the language a detector named.
package struct LanguageTally: Sendable, Hashable {
  /// One row of the language table.
  package struct Row: Sendable, Hashable {
    package var language: String
    package var kept = 0
    package var removed = 0
  }

  /// In the order of first appearance.
  package internal(set) var rows: [Row] = []
  /// Documents without a language tag.
  package internal(set) var untagged = Row(language: "")
  private var last = 0
  static let limit = 256

  package init() {}

  /// Rows by falling number of documents, then by name.
  package var ranked: [Row] {
    rows.sorted { ($1.kept + $1.removed, $0.language) < ($0.kept + $0.removed, $1.language) }
  }

  mutating func add(_ language: String?, isKept: Bool) {
    guard let language, !language.isEmpty else {
      if isKept { untagged.kept += 1 } else { untagged.removed += 1 }
      return
    }
    let index = self.index(of: language)
    last = index
    if isKept { rows[index].kept += 1 } else { rows[index].removed += 1 }
  }

  private mutating func index(of language: String) -> Int {
    if last < rows.count, rows[last].language == language { return last }
    if let index = rows.firstIndex(where: { $0.language == language }) { return index }
    let isFull = rows.count >= Self.limit - 1
    let name = isFull || language.utf8.count > 40 ? "other" : language
    if name == "other", let index = rows.firstIndex(where: { $0.language == name }) {
      return index
    }
    rows.append(Row(language: name))
    return rows.count - 1
  }

  package static func == (a: Self, b: Self) -> Bool {
    a.rows == b.rows && a.untagged == b.untagged
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(rows)
    hasher.combine(untagged)
  }
}
