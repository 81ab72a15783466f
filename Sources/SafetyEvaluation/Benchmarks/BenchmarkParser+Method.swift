import StrictYAML

extension BenchmarkParser {
  private static let choiceKeys = [
    "preamble", "prompt", "choices", "ending", "delimiter", "answer", "labels", "normalise",
    "unconditional", "truths", "roles", "comparisons", "differences", "shares", "flags",
    "example_count",
  ]

  /// Keys beside the common ones, by protocol.
  func methodKeys(_ word: String) -> [String] {
    if ChoiceMethod.Style(rawValue: word) != nil { return Self.choiceKeys }
    if AnswerMethod.Style(rawValue: word) != nil { return Self.answerKeys }
    if word == Self.classificationWord { return Self.classificationKeys }
    return word == "perplexity" ? ["text"] : []
  }

  /// The protocol's settings.
  mutating func method(
    _ word: String,
    _ members: [String: YAMLNode],
    _ root: YAMLNode
  ) -> EvaluationMethod? {
    let words =
      ChoiceMethod.Style.allCases.map(\.rawValue) + ["perplexity", Self.classificationWord]
      + AnswerMethod.Style.allCases.map(\.rawValue)
    guard reader.choice(members["protocol"], words) != nil else { return nil }
    if let style = ChoiceMethod.Style(rawValue: word) {
      return choiceMethod(style, members, root).map { .choices($0) }
    }
    if let style = AnswerMethod.Style(rawValue: word) {
      return answerMethod(style, members, root).map { .answers($0) }
    }
    if word == Self.classificationWord {
      return classificationMethod(members, root).map { .classification($0) }
    }
    guard let text = template(members["text"], "`text`") else {
      missing("text", root)
      return nil
    }
    return .perplexity(PerplexityMethod(text: text))
  }

  private mutating func choiceMethod(
    _ style: ChoiceMethod.Style,
    _ members: [String: YAMLNode],
    _ root: YAMLNode
  ) -> ChoiceMethod? {
    let choices = choices(members["choices"])
    if choices.isEmpty { missing("choices", root) }
    if style == .cloze, members["ending"] == nil { missing("ending", root) }
    if style == .multipleChoice, members["prompt"] == nil { missing("prompt", root) }
    guard let empty = TextTemplate(parsing: "") else { return nil }
    let normalisations = normalisations(members, root)
    return ChoiceMethod(
      style: style,
      preamble: template(members["preamble"], "`preamble`"),
      prompt: template(members["prompt"], "`prompt`") ?? empty,
      choices: choices,
      ending: template(members["ending"], "`ending`"),
      delimiter: members["delimiter"].flatMap { plainText($0, "`delimiter`") }
        ?? (style == .multipleChoice ? " " : ""),
      answer: answer(members["answer"]),
      labels: reader.strings(members["labels"], "`labels`"),
      normalisations: normalisations,
      unconditional: template(members["unconditional"], "`unconditional`"),
      truths: path(members["truths"], "`truths`"),
      roles: roles(members["roles"]),
      comparisons: comparisons(members["comparisons"]),
      differences: pairs(members["differences"], "`differences`"),
      shares: pairs(members["shares"], "`shares`"),
      flags: reader.items(members["flags"], "`flags`", limit: 64).compactMap {
        template($0, "an entry of `flags`")
      },
      exampleCount: reader.integer(members["example_count"], "`example_count`", 0...100) ?? 0
    )
  }

  private mutating func normalisations(
    _ members: [String: YAMLNode],
    _ root: YAMLNode
  ) -> [ChoiceMethod.Normalisation] {
    let stated: [ChoiceMethod.Normalisation] =
      reader.choices(members["normalise"], "`normalise`")
    if stated.contains(.unconditional), members["unconditional"] == nil {
      missing("unconditional", root)
    }
    return stated.isEmpty ? [.none] : stated
  }

  /// A list of templates, where `{{*name}}` stands for all entries of a list; or one such text.
  private mutating func choices(_ node: YAMLNode?) -> [ChoiceMethod.Choice] {
    guard let node else { return [] }
    let nodes = node.scalar == nil ? reader.items(node, "`choices`", limit: 64) : [node]
    return nodes.compactMap { entry -> ChoiceMethod.Choice? in
      guard let text = template(entry, "a choice") else { return nil }
      guard text.parts.count == 1, case .field(let path) = text.parts[0], path[0].hasPrefix("*")
      else { return .text(text) }
      return .list([String(path[0].dropFirst())] + path.dropFirst())
    }
  }

  private mutating func answer(_ node: YAMLNode?) -> ChoiceMethod.Answer? {
    guard let node else { return nil }
    let members = reader.mapping(node, "`answer`", keys: ["field", "as"])
    let form: ChoiceMethod.Answer.Form? = reader.choice(members["as"])
    guard let field = template(members["field"], "`field`"), let form else {
      reader.report(reader.code("missing-key"), "`answer` needs `field` and `as`", node)
      return nil
    }
    return .init(field: field, form: form)
  }

  private mutating func roles(_ node: YAMLNode?) -> [ChoiceMethod.Role] {
    reader.pairs(node, "`roles`").compactMap { name, _, value in
      let members = reader.mapping(value, "a role", keys: ["field", "except"])
      guard let field = path(members["field"], "`field`") else {
        missing("field", value)
        return nil
      }
      return .init(name: name, field: field, except: path(members["except"], "`except`"))
    }
  }

  private mutating func comparisons(_ node: YAMLNode?) -> [String: [ChoiceMethod.Pair]] {
    var found: [String: [ChoiceMethod.Pair]] = [:]
    for (name, _, value) in reader.pairs(node, "`comparisons`") {
      found[name] = reader.items(value, "`\(name)`", limit: 16).compactMap { pair($0) }
    }
    return found
  }

  private mutating func pairs(_ node: YAMLNode?, _ what: String) -> [String: ChoiceMethod.Pair] {
    var found: [String: ChoiceMethod.Pair] = [:]
    for (name, _, value) in reader.pairs(node, what) { found[name] = pair(value) }
    return found
  }

  private mutating func pair(_ node: YAMLNode) -> ChoiceMethod.Pair? {
    let indexes = reader.items(node, "a pair", limit: 2).compactMap {
      reader.integer($0, "the index of a choice", 0...63)
    }
    if indexes.count == 2 { return .init(first: indexes[0], second: indexes[1]) }
    reader.report(reader.code("wrong-type"), "a pair is two indexes of choices", node)
    return nil
  }
}
