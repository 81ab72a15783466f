import Diagnostics

/// The members of one object of an event body, read by name and type.
package struct EventMembers: Sendable {
  private let members: [String: CanonicalValue]
  private let name: String

  /// Takes an object; any other value is refused as `event/wrong-type`.
  package init(_ value: CanonicalValue, name: String) throws {
    guard case .object(let members) = value else {
      throw Diagnostic("event/wrong-type", "expected an object", at: .init(file: name))
    }
    self.members = members
    self.name = name
  }

  package func string(_ key: String) throws -> String {
    guard case .string(let text) = try value(key) else { throw wrongType(key, "a string") }
    return text
  }

  /// A string, or nil where the member is absent or null.
  package func optionalString(_ key: String) throws -> String? {
    try holds(key) ? string(key) : nil
  }

  /// Whether there is such a member and it is not null.
  package func holds(_ key: String) -> Bool { members[key, default: .null] != .null }

  /// True or false, or nil where the member is absent or null.
  package func optionalBoolean(_ key: String) throws -> Bool? {
    try holds(key) ? boolean(key) : nil
  }

  /// A number written as a decimal string.
  package func decimal(_ key: String) throws -> Double {
    guard let number = Double(try string(key)), number.isFinite else {
      throw wrongType(key, "a decimal")
    }
    return number
  }

  /// An integer from zero on: every number in a body counts something.
  package func count(_ key: String) throws -> Int {
    guard case .integer(let number) = try value(key), number >= 0 else {
      throw wrongType(key, "a count")
    }
    return number
  }

  /// A digest of 64 hexadecimal digits.
  package func digest(_ key: String) throws -> Digest {
    guard let digest = Digest(hex: try string(key)) else {
      throw wrongType(key, "64 hexadecimal digits")
    }
    return digest
  }

  /// A digest, or nil where the member is absent or null.
  package func optionalDigest(_ key: String) throws -> Digest? {
    try holds(key) ? digest(key) : nil
  }

  /// A count, or nil where the member is absent or null.
  package func optionalCount(_ key: String) throws -> Int? { try holds(key) ? count(key) : nil }

  /// An object, or nil where the member is absent or null.
  package func optionalObject(_ key: String) throws -> EventMembers? {
    try holds(key) ? object(key) : nil
  }

  /// What is read of each member, all of which are objects.
  package func objectsByName<Value>(
    _ read: (EventMembers) throws -> Value
  ) throws -> [String: Value] {
    try Dictionary(uniqueKeysWithValues: members.keys.map { ($0, try read(object($0))) })
  }

  /// Whether there is such a member, whatever it holds.
  package func has(_ key: String) -> Bool { members[key] != nil }

  package func boolean(_ key: String) throws -> Bool {
    guard case .boolean(let truth) = try value(key) else { throw wrongType(key, "a truth value") }
    return truth
  }

  /// An object whose members are all counts.
  package func counts(_ key: String) throws -> [String: Int] {
    let object = try object(key)
    return try Dictionary(
      uniqueKeysWithValues: object.members.keys.map { ($0, try object.count($0)) }
    )
  }

  /// An object whose members are all strings.
  package func strings(_ key: String) throws -> [String: String] {
    let object = try object(key)
    return try Dictionary(
      uniqueKeysWithValues: object.members.keys.map { ($0, try object.string($0)) }
    )
  }

  /// An object as a plain dictionary.
  package func dictionary(_ key: String) throws -> [String: CanonicalValue] {
    guard case .object(let object) = try value(key) else { throw wrongType(key, "an object") }
    return object
  }

  package func object(_ key: String) throws -> EventMembers {
    try EventMembers(value(key), name: "\(name), `\(key)`")
  }

  package func array(_ key: String) throws -> [CanonicalValue] {
    guard case .array(let items) = try value(key) else { throw wrongType(key, "an array") }
    return items
  }

  /// An array of strings.
  package func texts(_ key: String) throws -> [String] {
    try array(key).map { item in
      guard case .string(let text) = item else { throw wrongType(key, "an array of strings") }
      return text
    }
  }

  /// An array of strings, or nil where the member is absent.
  package func optionalTexts(_ key: String) throws -> [String]? {
    members[key] == nil ? nil : try texts(key)
  }

  /// An array of objects.
  package func objects(_ key: String) throws -> [EventMembers] {
    try array(key).enumerated().map { try EventMembers($1, name: "\(name), `\(key)[\($0)]`") }
  }

  /// A diagnostic placed at this object.
  package func problem(_ code: Diagnostic.Code, _ message: String) -> Diagnostic {
    Diagnostic(code, message, at: .init(file: name))
  }

  private func value(_ key: String) throws -> CanonicalValue {
    guard let value = members[key] else {
      throw problem("event/missing-member", "`\(key)` is missing")
    }
    return value
  }

  private func wrongType(_ key: String, _ expected: String) -> Diagnostic {
    problem("event/wrong-type", "`\(key)` is not \(expected)")
  }
}
