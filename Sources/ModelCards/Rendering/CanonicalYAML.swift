/// YAML in exactly the form that PyYAML writes, so that the Hub's tools leave a card as it is.
///
/// Block style, lists not indented, keys in the order given, lines folded at 80 columns.
package enum CanonicalYAML: Sendable, Hashable {
  case string(String)
  case integer(Int)
  case number(Double)
  case list([CanonicalYAML])
  case mapping([Member])

  package struct Member: Sendable, Hashable {
    package var key: String
    package var value: CanonicalYAML
  }

  /// A mapping without the members that have no value.
  package static func members(_ pairs: [(String, CanonicalYAML?)]) -> CanonicalYAML {
    .mapping(
      pairs.compactMap { pair in pair.1.map { value in Member(key: pair.0, value: value) } }
    )
  }

  /// A list of texts; nil where there are none.
  package static func strings(_ values: [String]) -> CanonicalYAML? {
    values.isEmpty ? nil : .list(values.map { .string($0) })
  }

  /// The document without its last line feed.
  package var text: String {
    var writer = YAMLTextWriter()
    write(&writer, indent: 0)
    return writer.text
  }

  private func write(_ writer: inout YAMLTextWriter, indent: Int) {
    switch self {
    case .mapping(let members):
      for (index, member) in members.enumerated() {
        if index > 0 { writer.newLine(indent) }
        writer.scalar(.string(member.key), indent: indent, isKey: true)
        writer.put(":")
        member.value.writeValue(&writer, indent: indent)
      }
    case .list(let items):
      for (index, item) in items.enumerated() {
        if index > 0 { writer.newLine(indent) }
        writer.put("-")
        switch item {
        case .mapping(let members) where !members.isEmpty:
          writer.put(" ")
          item.write(&writer, indent: indent + 2)
        default: item.writeInline(&writer, indent: indent)
        }
      }
    default: writeInline(&writer, indent: indent)
    }
  }

  /// What follows a key and its colon.
  private func writeValue(_ writer: inout YAMLTextWriter, indent: Int) {
    switch self {
    case .mapping(let members) where !members.isEmpty:
      writer.newLine(indent + 2)
      write(&writer, indent: indent + 2)
    case .list(let items) where !items.isEmpty:
      writer.newLine(indent)
      write(&writer, indent: indent)
    default: writeInline(&writer, indent: indent)
    }
  }

  private func writeInline(_ writer: inout YAMLTextWriter, indent: Int) {
    writer.put(" ")
    writer.scalar(self, indent: indent, isKey: false)
  }
}
