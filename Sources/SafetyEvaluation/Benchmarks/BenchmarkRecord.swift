import Diagnostics
import StrictJSON

/// One question of a benchmark as its file has it, by named fields.
package struct BenchmarkRecord: Sendable, Hashable {
  /// Unique within the benchmark.
  package var id: String
  package var fields: [String: JSONValue]
  /// The row it was read from.
  package var place: Diagnostic.Place

  package init(id: String = "", fields: [String: JSONValue], place: Diagnostic.Place) {
    self.id = id
    self.fields = fields
    self.place = place
  }

  /// The value at a path: names of members, or numbers of list entries from zero.
  package func value(_ path: [String]) -> JSONValue? {
    guard let name = path.first, var value = fields[name] else { return nil }
    for step in path.dropFirst() {
      switch value {
      case .object(let members):
        guard let next = members[step] else { return nil }
        value = next
      case .array(let items):
        guard let index = Int(step), items.indices.contains(index) else { return nil }
        value = items[index]
      default: return nil
      }
    }
    return value
  }

  /// The value at a path as a text.
  ///
  /// - Throws: `benchmark/missing-field`, also where the value is null, a list or an object.
  package func text(_ path: [String]) throws -> String {
    switch value(path) {
    case .string(let text): return text
    case .integer(let number): return String(number)
    case .number(let number): return String(number)
    case .boolean(let truth): return truth ? "true" : "false"
    default:
      throw problem("benchmark/missing-field", "`\(path.joined(separator: "."))` has no text")
    }
  }

  /// The value at a path as a list of texts.
  ///
  /// - Throws: `benchmark/missing-field` for anything but a list of texts.
  package func texts(_ path: [String]) throws -> [String] {
    guard case .array(let items)? = value(path) else {
      throw problem("benchmark/missing-field", "`\(path.joined(separator: "."))` is no list")
    }
    return try items.indices.map { try text(path + [String($0)]) }
  }

  /// A diagnostic placed at the record, which quotes nothing of its text.
  package func problem(
    _ code: Diagnostic.Code,
    _ message: String,
    hint: String? = nil
  ) -> Diagnostic {
    Diagnostic(code, message, at: place, hint: hint)
  }
}
