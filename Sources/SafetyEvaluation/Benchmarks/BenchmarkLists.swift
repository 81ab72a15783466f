import Diagnostics
import StrictJSON

/// Finds the records of a JSON file: one list, or several laid side by side.
struct BenchmarkLists {
  private let lists: [String: [String]]
  private let key: String?
  private let file: String

  init(_ lists: [String: [String]], key: String?, file: String) {
    self.lists = lists.isEmpty ? ["": []] : lists
    self.key = key
    self.file = file
  }

  /// The records in the order of the list.
  ///
  /// A list under the empty name gives its entries' members as fields; others give the whole entry
  /// as the field of their name.
  func records(_ root: JSONValue) throws -> [BenchmarkRecord] {
    let columns = try lists.sorted { $0.key < $1.key }.map {
      ($0.key, try list($0.value, in: root))
    }
    let count = columns[0].1.count
    guard columns.allSatisfy({ $0.1.count == count }) else {
      throw problem("the lists have different lengths")
    }
    return try (0..<count).map { index in
      var fields: [String: JSONValue] = [:]
      var names: Set<JSONValue> = []
      for (name, items) in columns {
        guard case .object(let members) = items[index] else {
          throw problem("entry \(index + 1) is no object")
        }
        if name.isEmpty {
          fields.merge(members) { _, new in new }
        } else {
          fields[name] = items[index]
        }
        if let key, let value = members[key] { names.insert(value) }
      }
      if key != nil, names.count != 1 {
        throw problem("entry \(index + 1) is not the same in all lists")
      }
      if fields["line"] == nil { fields["line"] = .integer(index + 1) }
      return BenchmarkRecord(fields: fields, place: .init(file: "\(file), entry \(index + 1)"))
    }
  }

  private func list(_ path: [String], in root: JSONValue) throws -> [JSONValue] {
    var value = root
    for step in path {
      guard case .object(let members) = value, let next = members[step] else {
        throw problem("`\(path.joined(separator: "."))` is missing")
      }
      value = next
    }
    guard case .array(let items) = value else {
      throw problem("`\(path.joined(separator: "."))` is no list")
    }
    return items
  }

  private func problem(_ message: String) -> Diagnostic {
    Diagnostic("benchmark/wrong-type", message, at: .init(file: file))
  }
}
