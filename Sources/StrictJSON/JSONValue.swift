import Diagnostics

/// A value of a JSON text as configuration files have them.
package enum JSONValue: Sendable, Hashable {
  case null
  case boolean(Bool)
  /// A number without fraction or exponent that fits.
  case integer(Int)
  /// Any other number; always finite.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// Reads one value from a whole text.
  ///
  /// - Parameters:
  ///   - bytes: Strict JSON in UTF-8, without repeated keys.
  ///   - file: A name for errors.
  ///   - limits: What is refused as too large or too deep.
  /// - Throws: A `json/…` diagnostic.
  package init(parsing bytes: [UInt8], file: String, limits: JSONLimits) throws(Diagnostic) {
    let document: JSONDocument
    do {
      document = try bytes.withUnsafeBytes { try JSONDocument($0, file: file, limits: limits) }
    } catch let problem as Diagnostic {
      throw problem
    } catch {
      throw Diagnostic("json/unreadable", "\(error)", at: .init(file: file))
    }
    try self.init(document.root, file: file)
  }

  private init(_ view: JSONView, file: String) throws(Diagnostic) {
    switch view.kind {
    case .null: self = .null
    case .yes: self = .boolean(true)
    case .no: self = .boolean(false)
    case .number: self = view.integer.map { .integer($0) } ?? .number(view.number ?? .nan)
    case .string: self = .string(view.string ?? "")
    case .array:
      var items: [JSONValue] = []
      try view.forEachElement { _, item throws(Diagnostic) in
        items.append(try JSONValue(item, file: file))
      }
      self = .array(items)
    case .object:
      self = .object(
        try view.members(file: file) { item throws(Diagnostic) in
          try JSONValue(item, file: file)
        }
      )
    }
  }

  /// What the value is, for a message that asks for something else.
  package var kind: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .integer: "a whole number"
    case .number: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
