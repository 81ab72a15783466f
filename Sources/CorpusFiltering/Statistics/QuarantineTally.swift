/// Unreadable input by error code.
package struct QuarantineTally: Sendable, Hashable {
  /// One error code and how often it came up.
  package struct Row: Sendable, Hashable {
    package var code: String
    package var count: Int

    package init(code: String, count: Int) {
      self.code = code
      self.count = count
    }
  }

  /// In the order of first appearance.
  package internal(set) var rows: [Row] = []
  static let limit = 128

  package init() {}

  /// Rows by code.
  package var sorted: [Row] { rows.sorted { $0.code < $1.code } }

  mutating func add(_ code: String) {
    let name = rows.count >= Self.limit - 1 ? "other" : DocumentReference.shortened(code)
    if let index = rows.firstIndex(where: { $0.code == code || $0.code == name }) {
      rows[index].count += 1
    } else {
      rows.append(Row(code: name, count: 1))
    }
  }
}
