import StrictYAML

extension BenchmarkParser {
  private static let steps = [
    "match": ["from", "pattern"], "split": ["from", "at", "into"], "word": ["from", "of", "into"],
    "pick": ["from", "key", "equals", "take", "into"], "spaced": ["from", "into"],
    "trimmed": ["from", "into"], "newlines": ["from", "into"],
    "column": ["from", "take", "into"], "list": ["of", "into"],
    "find": ["from", "in", "into"], "copy": ["from", "into"],
    "join": ["of", "between", "into"],
    "fork": ["first", "second", "at"], "mentions": ["from", "of"],
    "map": ["from", "to", "into"], "block": ["size", "into"], "derive": [],
  ]

  /// A mapping of one key, the step's word.
  mutating func extraction(_ node: YAMLNode) -> RecordExtraction? {
    let members = reader.mapping(node, "an extraction", keys: Self.steps.keys.sorted())
    guard members.count == 1, let (word, value) = members.first else {
      reader.report(reader.code("wrong-type"), "an extraction is a mapping of one step", node)
      return nil
    }
    if word == "derive" { return derivation(value) }
    let keys = Self.steps[word] ?? []
    let parts = reader.mapping(value, "`\(word)`", keys: keys)
    for key in keys where parts[key] == nil { missing(key, value) }
    return match(word, parts, value) ?? listStep(word, parts) ?? textStep(word, parts)
      ?? choiceStep(word, parts)
  }

  private mutating func match(
    _ word: String,
    _ parts: [String: YAMLNode],
    _ node: YAMLNode
  ) -> RecordExtraction? {
    guard word == "match", let pattern = template(parts["pattern"], "`pattern`") else { return nil }
    guard pattern.canMatch else {
      reader.report(reader.code("template"), "two fields touch in `pattern`", node)
      return nil
    }
    return .match(from: from(parts), pattern: pattern)
  }

  /// Steps that are about words, tables and places in lists.
  private mutating func listStep(
    _ word: String,
    _ parts: [String: YAMLNode]
  ) -> RecordExtraction? {
    let from = from(parts)
    let into = into(parts)
    switch word {
    case "word":
      return .word(from: from, words: reader.strings(parts["of"], "`of`"), into: into)
    case "mentions": return .mentions(from: from, words: reader.strings(parts["of"], "`of`"))
    case "map": return .map(from: from, to: texts(parts["to"], "`to`"), into: into)
    case "block":
      return .block(size: reader.integer(parts["size"], "`size`", 1...1_000) ?? 1, into: into)
    case "pick":
      return .pick(
        from: from,
        key: parts["key"]?.string ?? "",
        equals: parts["equals"]?.string ?? "",
        take: parts["take"]?.string ?? "",
        into: into
      )
    default: return nil
    }
  }

  /// Steps that cut or change one text.
  private mutating func textStep(
    _ word: String,
    _ parts: [String: YAMLNode]
  ) -> RecordExtraction? {
    let from = from(parts)
    let into = into(parts)
    switch word {
    case "split": return .split(from: from, separator: parts["at"]?.string ?? "", into: into)
    case "trimmed": return .trimmed(from: from, into: into)
    case "spaced": return .spaced(from: from, into: into)
    case "newlines": return .newlines(from: from, into: into)
    case "fork":
      return .fork(
        first: from,
        second: path(parts["second"], "`second`") ?? [],
        mark: parts["at"]?.string ?? ""
      )
    default: return nil
    }
  }

  /// Steps that make the list of choices and say which entry is the right one.
  private mutating func choiceStep(
    _ word: String,
    _ parts: [String: YAMLNode]
  ) -> RecordExtraction? {
    let from = from(parts)
    let into = into(parts)
    switch word {
    case "column": return .column(from: from, take: parts["take"]?.string ?? "", into: into)
    case "copy": return .copy(from: from, into: into)
    case "find":
      return .find(from: from, list: path(parts["in"], "`in`") ?? [], into: into)
    case "list": return .list(of: fields(parts["of"]), into: into)
    case "join":
      return .join(
        of: fields(parts["of"]),
        between: parts["between"].flatMap { plainText($0, "`between`") } ?? "",
        into: into
      )
    default: return nil
    }
  }

  private mutating func fields(_ node: YAMLNode?) -> [[String]] {
    reader.items(node, "`of`", limit: 64).compactMap { path($0, "an entry of `of`") }
  }

  private mutating func from(_ parts: [String: YAMLNode]) -> [String] {
    path(parts["from"] ?? parts["first"], "`from`") ?? []
  }

  private mutating func into(_ parts: [String: YAMLNode]) -> String {
    reader.string(parts["into"], "`into`") ?? ""
  }

  private mutating func texts(_ node: YAMLNode?, _ what: String) -> [String: String] {
    var found: [String: String] = [:]
    for (name, _, value) in reader.pairs(node, what) {
      found[name] = plainText(value, "`\(name)` of \(what)")
    }
    return found
  }

  private mutating func derivation(_ node: YAMLNode) -> RecordExtraction? {
    reader.choice(node, ["bbq-answers", "hellaswag-texts"]).map {
      $0 == "bbq-answers" ? .bbqAnswers : .hellaSwagTexts
    }
  }
}
