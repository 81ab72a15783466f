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

  /// Bounds of a text that nobody vouches for.
  package struct Limits: Sendable {
    package var bytes: Int
    package var depth: Int

    package init(bytes: Int, depth: Int) {
      self.bytes = bytes
      self.depth = depth
    }
  }

  /// Reads one value from a whole text.
  ///
  /// - Parameters:
  ///   - bytes: Strict JSON in UTF-8, without repeated keys.
  ///   - file: A name for errors.
  ///   - limits: What is refused as too large or too deep.
  /// - Throws: A `json/…` diagnostic with the byte where reading ended.
  package init(parsing bytes: [UInt8], file: String, limits: Limits) throws {
    guard bytes.count <= limits.bytes else {
      throw Diagnostic(
        "json/too-large",
        "the text has \(bytes.count) bytes, at most \(limits.bytes) are read",
        at: .init(file: file)
      )
    }
    self = try bytes.withUnsafeBufferPointer { buffer in
      var parser = JSONParser(bytes: buffer, file: file, depthLeft: limits.depth)
      return try parser.parseText()
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
