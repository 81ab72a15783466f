import Diagnostics
import StrictJSON

/// Finds the texts or objects at the ends of a JSON file's branches.
struct BenchmarkTree {
  private static let maximumDepth = 8
  private let file: String

  init(file: String) { self.file = file }

  /// One record a text or object, keys in the order of their names, entries in that of their list.
  ///
  /// - Returns: Fields `text` or the members of the object, `key_1` and so on from the root, and `number` within
  ///   the list.
  /// - Throws: `benchmark/wrong-type` for a branch that ends in something else.
  func records(_ root: JSONValue) throws -> [BenchmarkRecord] {
    var records: [BenchmarkRecord] = []
    try collect(root, [], &records)
    return records
  }

  private func collect(
    _ value: JSONValue,
    _ keys: [String],
    _ records: inout [BenchmarkRecord]
  ) throws {
    switch value {
    case .object(let members) where keys.count < Self.maximumDepth:
      for key in members.keys.sorted() {
        try collect(members[key] ?? .null, keys + [key], &records)
      }
    case .array(let items):
      for (index, item) in items.enumerated() {
        var fields: [String: JSONValue]
        switch item {
        case .string: fields = ["text": item]
        case .object(let members): fields = members
        default: throw problem(keys, "holds what is no text and no object")
        }
        fields["number"] = .integer(index + 1)
        for (level, key) in keys.enumerated() { fields["key_\(level + 1)"] = .string(key) }
        records.append(BenchmarkRecord(fields: fields, place: .init(file: file)))
      }
    default: throw problem(keys, "ends in \(value.kind), not in a list")
    }
  }

  private func problem(_ keys: [String], _ what: String) -> Diagnostic {
    let path = keys.map { String($0.prefix(40)) }.joined(separator: ".")
    return Diagnostic("benchmark/wrong-type", "the branch `\(path)` \(what)", at: .init(file: file))
  }
}
