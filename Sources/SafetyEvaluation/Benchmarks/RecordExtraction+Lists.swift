import StrictJSON

/// Steps that are about the entries of lists.
extension RecordExtraction {
  func pick(
    _ record: inout BenchmarkRecord,
    _ from: [String],
    _ key: String,
    _ wanted: String,
    _ take: String,
    _ into: String
  ) throws {
    let found = try items(record, from).compactMap { item -> JSONValue? in
      guard case .object(let members) = item, members[key].map(Self.isText(wanted)) == true else {
        return nil
      }
      return members[take]
    }
    guard found.count == 1 else { throw bad(record, from, "has \(found.count) `\(wanted)`") }
    record.fields[into] = found[0]
  }

  func takeColumn(
    _ record: inout BenchmarkRecord,
    _ from: [String],
    _ take: String,
    _ into: String
  ) throws {
    record.fields[into] = .array(
      try items(record, from).map { item in
        guard case .object(let members) = item, let value = members[take] else {
          throw bad(record, from, "has an entry without `\(take)`")
        }
        return value
      }
    )
  }

  func find(
    _ record: inout BenchmarkRecord,
    _ from: [String],
    _ list: [String],
    _ into: String
  ) throws {
    let text = try record.text(from)
    let texts = try record.texts(list)
    guard let index = texts.firstIndex(of: text), texts.lastIndex(of: text) == index else {
      let name = list.joined(separator: ".")
      throw bad(record, from, "is none of the entries of `\(name)`, or several")
    }
    record.fields[into] = .integer(index)
  }

  /// Whether a value is the text, or the number of a class that is written so.
  private static func isText(_ wanted: String) -> (JSONValue) -> Bool {
    { $0 == .string(wanted) || Int(wanted).map(JSONValue.integer) == $0 }
  }

  private func items(_ record: BenchmarkRecord, _ path: [String]) throws -> [JSONValue] {
    switch record.value(path) {
    case .array(let items)?: return items
    case .object(let columns)?: return try entries(of: columns, record, path)
    default: throw bad(record, path, "is no list")
    }
  }

  /// The entries of a list that is kept as a list of every member, as the `datasets` library keeps it.
  private func entries(
    of columns: [String: JSONValue],
    _ record: BenchmarkRecord,
    _ path: [String]
  ) throws -> [JSONValue] {
    let lists = try columns.mapValues { column in
      guard case .array(let values) = column else { throw bad(record, path, "is no list") }
      return values
    }
    let counts = Set(lists.values.map(\.count))
    guard counts.count == 1, let count = counts.first else {
      throw bad(record, path, "has lists of several lengths")
    }
    return (0..<count).map { index in .object(lists.mapValues { $0[index] }) }
  }
}
