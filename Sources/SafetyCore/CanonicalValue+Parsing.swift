import Diagnostics
import StrictJSON

extension CanonicalValue {
  /// Reads one JSON value from outside: strict UTF-8, integers only, no repeated keys.
  ///
  /// - Parameters:
  ///   - bytes: The whole text; white space around tokens is allowed.
  ///   - file: The name that a problem is reported under.
  ///   - maximumBytes: Longer texts are refused unread.
  ///   - maximumDepth: Arrays and objects nested deeper are refused.
  /// - Throws: A `json/…` diagnostic that says what is wrong.
  package init(
    parsing bytes: [UInt8],
    file: String = "JSON text",
    maximumBytes: Int = 64 << 20,
    maximumDepth: Int = 64
  ) throws {
    let limits = JSONLimits(bytes: maximumBytes, depth: maximumDepth)
    let document = try bytes.withUnsafeBytes {
      try JSONDocument($0, file: file, limits: limits)
    }
    try self.init(document.root, file: file)
  }

  private init(_ view: JSONView, file: String) throws(Diagnostic) {
    switch view.kind {
    case .null: self = .null
    case .yes: self = .boolean(true)
    case .no: self = .boolean(false)
    case .number: self = .integer(try Self.integer(view, file: file))
    case .string: self = .string(view.string ?? "")
    case .array:
      var items: [CanonicalValue] = []
      try view.forEachElement { _, item throws(Diagnostic) in
        items.append(try CanonicalValue(item, file: file))
      }
      self = .array(items)
    case .object:
      self = .object(
        try view.members(file: file) { item throws(Diagnostic) in
          try CanonicalValue(item, file: file)
        }
      )
    }
  }

  private static func integer(_ view: JSONView, file: String) throws(Diagnostic) -> Int {
    if let value = view.integer { return value }
    throw Diagnostic(
      "json/not-an-integer",
      "`\(view.digits ?? "")` is not an integer of 64 bits; fractions travel as strings here",
      at: .init(file: file)
    )
  }

  /// The members of an object, or nil for any other value.
  package var members: [String: CanonicalValue]? {
    guard case .object(let members) = self else { return nil }
    return members
  }
}
