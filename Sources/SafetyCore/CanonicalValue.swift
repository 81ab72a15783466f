import StrictJSON

/// A JSON value without floating point, so that its canonical form (RFC 8785) is beyond doubt.
///
/// Fractions travel as decimal strings such as `"0.0686"`.
package enum CanonicalValue: Sendable, Hashable {
  case null
  case boolean(Bool)
  case integer(Int)
  case string(String)
  case array([CanonicalValue])
  case object([String: CanonicalValue])
}

extension CanonicalValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  package init(arrayLiteral elements: CanonicalValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, CanonicalValue)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
  }
}

extension CanonicalValue {
  /// The UTF-8 bytes of the value's canonical JSON: sorted keys, no white space (RFC 8785).
  package var canonicalJSON: [UInt8] {
    var out: [UInt8] = []
    write(to: &out)
    return out
  }

  private func write(to out: inout [UInt8]) {
    switch self {
    case .null: out += "null".utf8
    case .boolean(let value): out += (value ? "true" : "false").utf8
    case .integer(let value): JSONWriter.append(value, to: &out)
    case .string(let value): JSONWriter.append(value, to: &out)
    case .array(let items):
      out.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        item.write(to: &out)
      }
      out.append(UInt8(ascii: "]"))
    case .object(let members):
      out.append(UInt8(ascii: "{"))
      for (index, member) in Self.sorted(members).enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        JSONWriter.append(member.key, to: &out)
        out.append(UInt8(ascii: ":"))
        member.value.write(to: &out)
      }
      out.append(UInt8(ascii: "}"))
    }
  }

  /// RFC 8785 § 3.2.3 orders keys by UTF-16 code units, which is Swift's order for ASCII only.
  private static func sorted(_ members: [String: Self]) -> [(key: String, value: Self)] {
    members.keys.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
      ? members.sorted { $0.key < $1.key }
      : members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
  }
}
