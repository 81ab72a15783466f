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
      guard case .object(let members) = item, members[key] == .string(wanted) else { return nil }
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

  private func items(_ record: BenchmarkRecord, _ path: [String]) throws -> [JSONValue] {
    guard case .array(let items)? = record.value(path) else {
      throw bad(record, path, "is no list")
    }
    return items
  }
}
