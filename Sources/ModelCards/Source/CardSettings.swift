import Diagnostics
import SafetyCore
import StrictYAML

/// The contents of `card.yaml`: a closed set of fields, each a text or a list of texts.
package struct CardSettings: Sendable, Hashable {
  /// What a card is about.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case model
    case dataset
  }

  package var kind: Kind
  private var texts: [CardField: String] = [:]
  private var lists: [CardField: [String]] = [:]

  package init(kind: Kind = .model) { self.kind = kind }

  /// The text of a field; nil where it is not given.
  package subscript(_ field: CardField) -> String? {
    get { texts[field] }
    set { texts[field] = newValue }
  }

  /// The entries of a list; empty where it is not given.
  package subscript(list field: CardField) -> [String] {
    get { lists[field] ?? [] }
    set {
      // The Hub's readers drop an entry that is there twice, and a model has one column.
      var seen: Set<String> = []
      let once = newValue.filter { seen.insert($0).inserted }
      lists[field] = once.isEmpty ? nil : once
    }
  }

  /// The name that a card is titled with.
  package var title: String { self[.name] ?? "unnamed" }

  /// Whether a field says anything.
  func has(_ field: CardField) -> Bool {
    field.isList ? !self[list: field].isEmpty : self[field] != nil
  }
}

extension CardSettings {
  /// Reads `card.yaml`.
  ///
  /// - Throws: `Diagnostics` with every problem of the file.
  package init(parsing text: String, file: String) throws {
    var reader = YAMLReader(file: file, domain: "card")
    let root = try reader.compose(text)
    let keys = ["kind"] + CardField.allCases.map(\.rawValue)
    let members = reader.mapping(root, "the card", keys: keys)
    let kind = reader.choice(members["kind"], Kind.allCases.map(\.rawValue))
    self.init(kind: kind.flatMap(Kind.init(rawValue:)) ?? .model)
    for field in CardField.allCases {
      guard let node = members[field.rawValue] else { continue }
      let what = "`\(field.rawValue)`"
      if field.isList {
        self[list: field] = reader.strings(node, what)
      } else if !field.choices.isEmpty {
        self[field] = reader.choice(node, field.choices)
      } else {
        self[field] = field.isDate ? reader.date(node, what) : reader.string(node, what)
      }
      let values = self[list: field] + [self[field]].compactMap { $0 }
      if values.contains(where: Self.breaksLines) {
        let message = "\(what) holds a control character or a line feed"
        reader.report(reader.code("control-character"), message, node)
      }
      if values.contains(where: { $0.contains(CardFence.mark) || EvidenceMark.isIn($0) }) {
        let message = "\(what) holds what only the program writes: a fence or a mark of evidence"
        reader.report(reader.code("reserved"), message, node)
      }
    }
    if self[.name] == nil, members["name"] == nil {
      reader.report(reader.code("missing-key"), "the card has no `name`", root)
    }
    guard reader.problems.isEmpty else { throw Diagnostics(reader.problems) }
  }

  /// Whether a value would break the line that it is written into.
  private static func breaksLines(_ text: String) -> Bool {
    text.contains(where: \.isNewline)
      || text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
  }

  /// All fields, for the evidence bundle.
  package var value: CanonicalValue {
    var members: [String: CanonicalValue] = ["kind": .string(kind.rawValue)]
    for (field, text) in texts { members[field.rawValue] = .string(text) }
    for (field, list) in lists { members[field.rawValue] = .array(list.map { .string($0) }) }
    return .object(members)
  }

  /// Reads what `value` writes.
  package init(reading members: EventMembers) throws {
    let word = try members.string("kind")
    guard let kind = Kind(rawValue: word) else {
      throw members.problem("card/wrong-value", "`kind` is neither model nor dataset")
    }
    self.init(kind: kind)
    for field in CardField.allCases where members.has(field.rawValue) {
      if field.isList {
        self[list: field] = try members.array(field.rawValue).map { item in
          guard case .string(let text) = item else {
            throw members.problem("event/wrong-type", "`\(field.rawValue)` holds no texts")
          }
          return text
        }
      } else {
        self[field] = try members.string(field.rawValue)
      }
    }
  }
}
