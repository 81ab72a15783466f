import StrictYAML

extension BenchmarkParser {
  private static let sourceKeys = [
    "files", "format", "header", "optional", "columns", "lists", "list_key", "where", "unless",
    "join", "beside", "by_line", "fields", "extract", "id", "examples", "examples_share",
  ]

  /// One entry of `data`.
  mutating func source(_ node: YAMLNode) -> BenchmarkSource? {
    let members = reader.mapping(node, "an entry of `data`", keys: Self.sourceKeys)
    guard let format = format(members, node) else { return nil }
    let id = members["id"].flatMap { template($0, "`id`") } ?? TextTemplate(parsing: "{{line}}")
    guard let id else { return nil }
    return BenchmarkSource(
      files: filePatterns(members["files"], "`files`"),
      format: format,
      columns: columns(members["header"] ?? members["columns"]),
      optionalColumns: columns(members["optional"]),
      hasHeader: members["header"] != nil,
      lists: paths(members["lists"], "`lists`"),
      listKey: reader.string(members["list_key"], "`list_key`"),
      conditions: templates(members["where"], "`where`"),
      exceptions: templates(members["unless"], "`unless`"),
      join: join(members["join"]),
      byLine: byLine(members["by_line"], members),
      beside: beside(members["beside"]),
      fields: templates(members["fields"], "`fields`"),
      extractions: reader.items(members["extract"], "`extract`").compactMap { extraction($0) },
      id: id,
      exampleFiles: filePatterns(members["examples"], "`examples`"),
      namedSharedFields: members["examples_share"].map { fieldPaths($0, "`examples_share`") }
    )
  }

  /// The format, with what it cannot do without.
  private mutating func format(
    _ members: [String: YAMLNode],
    _ node: YAMLNode
  ) -> BenchmarkSource.Format? {
    if members["files"] == nil { missing("files", node) }
    guard let format: BenchmarkSource.Format = reader.choice(members["format"]) else {
      if members["format"] == nil { missing("format", node) }
      return nil
    }
    let isTable = format == .csv || format == .tsv
    if isTable, (members["header"] == nil) == (members["columns"] == nil) {
      reader.report(
        reader.code("columns"),
        "a table needs `header` where its first row names the columns, else `columns`",
        node
      )
    }
    if let optional = members["optional"], members["header"] == nil {
      reader.report(reader.code("columns"), "`optional` columns need a `header`", optional)
    }
    return format
  }

  /// Names of columns, of which one may be empty in quotation marks.
  private mutating func columns(_ node: YAMLNode?) -> [String] {
    reader.items(node, "the columns", limit: 256).compactMap { plainText($0, "a column") }
  }

  private mutating func fieldPaths(_ node: YAMLNode, _ what: String) -> [[String]] {
    reader.items(node, what, limit: 8).compactMap { path($0, "an entry of \(what)") }
  }

  private mutating func filePatterns(_ node: YAMLNode?, _ what: String) -> [TextTemplate] {
    reader.items(node, what, limit: 64).compactMap { filePattern($0, "an entry of \(what)") }
  }

  private mutating func filePattern(_ node: YAMLNode?, _ what: String) -> TextTemplate? {
    guard let node, let pattern = template(node, what) else { return nil }
    let isInside =
      !pattern.text.hasPrefix("/") && !pattern.text.split(separator: "/").contains("..")
    guard isInside, pattern.canMatch else {
      reader.report(reader.code("path"), "a file must be below the data folder", node)
      return nil
    }
    return pattern
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

  /// Rows and lines belong together by their number alone, so that there is one file of each.
  private mutating func byLine(
    _ node: YAMLNode?,
    _ source: [String: YAMLNode]
  ) -> BenchmarkSource.ByLine? {
    guard let node else { return nil }
    let members = reader.mapping(node, "`by_line`", keys: ["file", "into"])
    let isOne =
      source["files"]?.sequence?.count == 1
      && source["files"]?.sequence?.first?.string?.contains("{{") == false
    if !isOne || source["examples"] != nil {
      reader.report(reader.code("by-line"), "`by_line` is for one file without examples", node)
    }
    guard let file = filePattern(members["file"], "`file`"), file.fieldNames.isEmpty,
      let field = reader.string(members["into"], "`into`")
    else {
      reader.report(reader.code("missing-key"), "`by_line` needs a `file` and `into`", node)
      return nil
    }
    return .init(file: file.text, field: field)
  }

  private mutating func beside(_ node: YAMLNode?) -> BenchmarkSource.Beside? {
    guard let node else { return nil }
    let members = reader.mapping(node, "`beside`", keys: ["file", "into", "behind"])
    guard let file = filePattern(members["file"], "`file`"),
      let field = reader.string(members["into"], "`into`")
    else {
      reader.report(reader.code("missing-key"), "`beside` needs `file` and `into`", node)
      return nil
    }
    let marker = members["behind"].flatMap { plainText($0, "`behind`") } ?? ""
    return .init(file: file, field: field, marker: marker)
  }

  private mutating func paths(_ node: YAMLNode?, _ what: String) -> [String: [String]] {
    var found: [String: [String]] = [:]
    for (name, _, value) in reader.pairs(node, what) {
      found[name] = path(value, "`\(name)` of \(what)")
    }
    return found
  }
}
