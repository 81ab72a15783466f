import Diagnostics

/// The members of an object, each read with its type and range; errors name file and field.
///
/// A member that is null counts as absent, as the writers of configuration files mean it.
package struct JSONFields: Sendable {
  /// A name for errors.
  package let file: String
  /// Of every error about a field.
  package let code: Diagnostic.Code
  /// What leads to this object from the top, with a full stop at its end; empty at the top.
  private let path: String
  private let members: [String: JSONValue]

  /// Looks into an object, or throws where the value is something else.
  package init(_ value: JSONValue, file: String, code: Diagnostic.Code, path: String = "") throws {
    guard case .object(let members) = value else {
      let name = path.isEmpty ? "the text" : "`\(path)`"
      throw Diagnostic(code, "\(name) must be an object, is \(value.kind)", at: .init(file: file))
    }
    self.file = file
    self.code = code
    self.path = path.isEmpty ? "" : path + "."
    self.members = members
  }

  /// Sorted, so that nothing depends on the order of a dictionary.
  package var keys: [String] { members.keys.sorted() }

  /// The value, unless it is absent or null.
  package func value(_ key: String) -> JSONValue? {
    guard let value = members[key], value != .null else { return nil }
    return value
  }

  /// Refuses any key but these.
  ///
  /// - Throws: A diagnostic that names the key and the one that may have been meant.
  package func allow(only known: [String]) throws {
    guard let key = keys.first(where: { !known.contains($0) }) else { return }
    throw Diagnostic(
      code,
      "unknown field `\(path)\(key)`",
      at: .init(file: file),
      hint: nearest(to: key, among: known).map { "did you mean `\($0)`?" }
    )
  }

  package func string(_ key: String) throws -> String? {
    guard let value = value(key) else { return nil }
    guard case .string(let text) = value else { throw mismatch(key, "a string", value) }
    return text
  }

  package func boolean(_ key: String) throws -> Bool? {
    guard let value = value(key) else { return nil }
    guard case .boolean(let truth) = value else { throw mismatch(key, "a boolean", value) }
    return truth
  }

  /// A whole number within a range; nil where it is absent.
  package func integer(_ key: String, _ range: ClosedRange<Int>) throws -> Int? {
    guard let value = value(key) else { return nil }
    guard case .integer(let number) = value, range.contains(number) else {
      throw problem(key, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A number within a range; nil where it is absent.
  package func number(_ key: String, _ range: ClosedRange<Double>) throws -> Double? {
    guard let value = value(key) else { return nil }
    guard let number = value.double, range.contains(number) else {
      throw problem(key, "must be a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  package func array(_ key: String) throws -> [JSONValue]? {
    guard let value = value(key) else { return nil }
    guard case .array(let items) = value else { throw mismatch(key, "a list", value) }
    return items
  }

  package func strings(_ key: String) throws -> [String]? {
    try array(key)?.map { item in
      guard case .string(let text) = item else { throw problem(key, "must hold strings") }
      return text
    }
  }

  /// An object within this one, read in the same way.
  package func object(_ key: String) throws -> JSONFields? {
    guard let value = value(key) else { return nil }
    return try JSONFields(value, file: file, code: code, path: path + key)
  }

  /// Objects in a list, read in the same way.
  package func objects(_ key: String) throws -> [JSONFields]? {
    try array(key)?.enumerated().map { index, item in
      try JSONFields(item, file: file, code: code, path: "\(path)\(key)[\(index)]")
    }
  }

  /// What a field holds, or an error that asks for it.
  package func required<Value>(_ key: String, _ value: Value?) throws -> Value {
    guard let value else { throw problem(key, "is missing") }
    return value
  }

  /// An error about one field.
  package func problem(_ key: String, _ message: String, hint: String? = nil) -> Diagnostic {
    Diagnostic(code, "`\(path)\(key)` \(message)", at: .init(file: file), hint: hint)
  }

  private func mismatch(_ key: String, _ wanted: String, _ value: JSONValue) -> Diagnostic {
    problem(key, "must be \(wanted), is \(value.kind)")
  }
}

extension JSONValue {
  /// The number, whole or not.
  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}
