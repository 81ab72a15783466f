import StrictJSON

/// A JSON value that keeps the order of its members, for files people read too.
package enum ReportValue: Sendable, Hashable {
  /// A name and its value in an object.
  package struct Member: Sendable, Hashable {
    package let name: String
    package let value: ReportValue

    package init(name: String, value: ReportValue) {
      self.name = name
      self.value = value
    }
  }

  case null
  case boolean(Bool)
  case integer(Int)
  /// Written with the shortest digits that read back as the same number; null where not finite.
  case number(Double)
  /// A derived figure, rounded to six digits after the point.
  case rounded(Double)
  case string(String)
  case array([ReportValue])
  case members([Member])

  /// An object with its members in the order written.
  package static func object(_ members: KeyValuePairs<String, ReportValue>) -> ReportValue {
    .members(members.map { Member(name: $0.key, value: $0.value) })
  }

  /// An array of strings.
  package static func strings(_ values: some Sequence<String>) -> ReportValue {
    .array(values.map { .string($0) })
  }

  /// A number, or null where there is none.
  package static func optional(_ value: Double?) -> ReportValue {
    value.map { .number($0) } ?? .null
  }

  /// Indented UTF-8 JSON that ends with a line feed.
  package var json: [UInt8] {
    var out: [UInt8] = []
    write(to: &out, depth: 0)
    out.append(UInt8(ascii: "\n"))
    return out
  }

  private var isSimple: Bool {
    switch self {
    case .array(let items): items.isEmpty
    case .members(let members): members.isEmpty
    default: true
    }
  }

  private func write(to out: inout [UInt8], depth: Int) {
    switch self {
    case .null: out += "null".utf8
    case .boolean(let value): out += (value ? "true" : "false").utf8
    case .integer(let value): JSONWriter.append(value, to: &out)
    case .number(let value): JSONWriter.append(value, to: &out)
    case .rounded(let value):
      JSONWriter.append((value * 1_000_000).rounded() / 1_000_000, to: &out)
    case .string(let value): JSONWriter.append(value, to: &out)
    case .array(let items): write(items, to: &out, depth: depth)
    case .members(let members):
      out.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        Self.breakLine(&out, depth + 1)
        JSONWriter.append(member.name, to: &out)
        out += ": ".utf8
        member.value.write(to: &out, depth: depth + 1)
      }
      if !members.isEmpty { Self.breakLine(&out, depth) }
      out.append(UInt8(ascii: "}"))
    }
  }

  /// Numbers and strings stay on one line, so that a histogram is one line of the file.
  private func write(_ items: [ReportValue], to out: inout [UInt8], depth: Int) {
    let isFlat = items.allSatisfy { $0.isSimple }
    out.append(UInt8(ascii: "["))
    for (index, item) in items.enumerated() {
      if index > 0 { out += (isFlat ? ", " : ",").utf8 }
      if !isFlat { Self.breakLine(&out, depth + 1) }
      item.write(to: &out, depth: depth + 1)
    }
    if !isFlat { Self.breakLine(&out, depth) }
    out.append(UInt8(ascii: "]"))
  }

  private static func breakLine(_ out: inout [UInt8], _ depth: Int) {
    out.append(UInt8(ascii: "\n"))
    for _ in 0..<depth { out += "  ".utf8 }
  }
}
