import StrictJSON

extension JSONValue {
  /// All texts within, names of members included, in an order that hangs on nothing else.
  var texts: [String] {
    switch self {
    case .string(let text): [text]
    case .array(let items): items.flatMap(\.texts)
    case .object(let members):
      members.sorted { $0.key < $1.key }.flatMap { [$0.key] + $0.value.texts }
    default: []
    }
  }
}
