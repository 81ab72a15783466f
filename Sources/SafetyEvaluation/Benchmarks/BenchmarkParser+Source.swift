import StrictYAML

extension BenchmarkParser {
  private static let sourceKeys = [
    "files", "format", "header", "columns", "lists", "list_key", "where", "unless", "join",
    "fields",
    "extract", "id", "examples",
  ]

  /// One entry of `data`.
  mutating func source(_ node: YAMLNode) -> BenchmarkSource? {
    let members = reader.mapping(node, "an entry of `data`", keys: Self.sourceKeys)
    let formats = BenchmarkSource.Format.allCases.map(\.rawValue)
    guard let word = reader.choice(members["format"], formats),
      let format = BenchmarkSource.Format(rawValue: word)
    else {
      if members["format"] == nil { missing("format", node) }
      return nil
    }
    let files = filePatterns(members["files"], "`files`")
    if files.isEmpty { missing("files", node) }
    let isTable = format == .csv || format == .tsv
    if isTable, (members["header"] == nil) == (members["columns"] == nil) {
      reader.report(
        reader.code("columns"),
        "a table needs `header` where its first row names the columns, else `columns`",
        node
      )
    }
    let id = members["id"].flatMap { template($0, "`id`") } ?? TextTemplate(parsing: "{{line}}")
    guard let id else { return nil }
    return BenchmarkSource(
      files: files,
      format: format,
      columns: columns(members["header"] ?? members["columns"]),
      hasHeader: members["header"] != nil,
      lists: paths(members["lists"], "`lists`"),
      listKey: reader.string(members["list_key"], "`list_key`"),
      conditions: templates(members["where"], "`where`"),
      exceptions: templates(members["unless"], "`unless`"),
      join: join(members["join"]),
      fields: templates(members["fields"], "`fields`"),
      extractions: reader.items(members["extract"], "`extract`").compactMap { extraction($0) },
      id: id,
      exampleFiles: filePatterns(members["examples"], "`examples`")
    )
  }

  /// Names of columns, of which one may be empty in quotation marks.
  private mutating func columns(_ node: YAMLNode?) -> [String] {
    reader.items(node, "the columns", limit: 256).compactMap { plainText($0, "a column") }
  }

  private mutating func filePatterns(_ node: YAMLNode?, _ what: String) -> [TextTemplate] {
    reader.items(node, what, limit: 64).compactMap { entry in
      guard let pattern = template(entry, "an entry of \(what)") else { return nil }
      let isInside =
        !pattern.text.hasPrefix("/") && !pattern.text.split(separator: "/").contains("..")
      guard isInside, pattern.canMatch else {
        reader.report(reader.code("path"), "a file must be below the data folder", entry)
        return nil
      }
      return pattern
    }
  }

  private mutating func join(_ node: YAMLNode?) -> BenchmarkSource.Join? {
    guard let node else { return nil }
    let members = reader.mapping(node, "`join`", keys: ["file", "key", "into"])
    guard let file = reader.string(members["file"], "`file`"),
      let key = template(members["key"], "`key`"),
      let field = reader.string(members["into"], "`into`")
    else {
      reader.report(reader.code("missing-key"), "`join` needs `file`, `key` and `into`", node)
      return nil
    }
    return .init(file: file, key: key, field: field)
  }

  private mutating func paths(_ node: YAMLNode?, _ what: String) -> [String: [String]] {
    var found: [String: [String]] = [:]
    for (name, _, value) in reader.pairs(node, what) {
      found[name] = path(value, "`\(name)` of \(what)")
    }
    return found
  }

  private mutating func texts(_ node: YAMLNode?, _ what: String) -> [String: String] {
    var found: [String: String] = [:]
    for (name, _, value) in reader.pairs(node, what) {
      found[name] = plainText(value, "`\(name)` of \(what)")
    }
    return found
  }

  private static let steps = [
    "match": ["from", "pattern"], "split": ["from", "at", "into"], "word": ["from", "of", "into"],
    "pick": ["from", "key", "equals", "take", "into"], "spaced": ["from", "into"],
    "newlines": ["from", "into"],
    "fork": ["first", "second", "at"], "mentions": ["from", "of"],
    "map": ["from", "to", "into"], "block": ["size", "into"], "derive": [],
  ]

  /// A mapping of one key, the step's word.
  private mutating func extraction(_ node: YAMLNode) -> RecordExtraction? {
    let members = reader.mapping(node, "an extraction", keys: Self.steps.keys.sorted())
    guard members.count == 1, let (word, value) = members.first else {
      reader.report(reader.code("wrong-type"), "an extraction is a mapping of one step", node)
      return nil
    }
    if word == "derive" { return derivation(value) }
    let keys = Self.steps[word] ?? []
    let parts = reader.mapping(value, "`\(word)`", keys: keys)
    for key in keys where parts[key] == nil { missing(key, value) }
    let from = path(parts["from"] ?? parts["first"], "`from`") ?? []
    let into = reader.string(parts["into"], "`into`") ?? ""
    func text(_ key: String) -> String { parts[key]?.string ?? "" }
    switch word {
    case "match":
      guard let pattern = template(parts["pattern"], "`pattern`") else { return nil }
      guard pattern.canMatch else {
        reader.report(reader.code("template"), "two fields touch in `pattern`", value)
        return nil
      }
      return .match(from: from, pattern: pattern)
    case "split": return .split(from: from, separator: text("at"), into: into)
    case "word":
      return .word(from: from, words: reader.strings(parts["of"], "`of`"), into: into)
    case "pick":
      return .pick(
        from: from,
        key: text("key"),
        equals: text("equals"),
        take: text("take"),
        into: into
      )
    case "mentions": return .mentions(from: from, words: reader.strings(parts["of"], "`of`"))
    case "map": return .map(from: from, to: texts(parts["to"], "`to`"), into: into)
    case "block":
      return .block(size: reader.integer(parts["size"], "`size`", 1...1_000) ?? 1, into: into)
    case "spaced": return .spaced(from: from, into: into)
    case "newlines": return .newlines(from: from, into: into)
    default:
      return .fork(
        first: from,
        second: path(parts["second"], "`second`") ?? [],
        mark: text("at")
      )
    }
  }

  private mutating func derivation(_ node: YAMLNode) -> RecordExtraction? {
    reader.choice(node, ["bbq-answers"]).map { _ in .bbqAnswers }
  }
}
