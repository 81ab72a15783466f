import StrictYAML

extension BenchmarkParser {
  static let answerKeys = [
    "preamble", "prompt", "example", "example_count", "form", "samples", "temperature", "top_p",
    "max_tokens", "stops", "label", "threshold", "match", "rubric", "reference",
  ]
  static let classificationWord = "classification"
  static let classificationKeys = [
    "text", "truth", "positives", "negatives", "label", "threshold",
  ]

  mutating func answerMethod(
    _ style: AnswerMethod.Style,
    _ members: [String: YAMLNode],
    _ root: YAMLNode
  ) -> AnswerMethod? {
    let needed: [AnswerMethod.Style: [String]] = [
      .classifier: ["label"], .match: ["match"], .judge: ["rubric"],
      .preference: ["rubric", "reference"],
    ]
    for key in ["prompt", "max_tokens"] + (needed[style] ?? []) where members[key] == nil {
      missing(key, root)
    }
    if members["example_count"] != nil, members["example"] == nil { missing("example", root) }
    let form = reader.choice(members["form"], ["chat", "continuation"])
    guard let prompt = template(members["prompt"], "`prompt`") else { return nil }
    return AnswerMethod(
      style: style,
      preamble: template(members["preamble"], "`preamble`"),
      prompt: prompt,
      example: template(members["example"], "`example`"),
      exampleCount: reader.integer(members["example_count"], "`example_count`", 0...100) ?? 0,
      isContinuation: form == "continuation",
      samples: reader.integer(members["samples"], "`samples`", 1...1_000) ?? 1,
      temperature: reader.number(members["temperature"], "`temperature`", 0...10) ?? 0,
      topP: reader.number(members["top_p"], "`top_p`", 0...1) ?? 1,
      maximumTokens: reader.integer(members["max_tokens"], "`max_tokens`", 1...32_768) ?? 1,
      stops: reader.items(members["stops"], "`stops`", limit: 16).compactMap {
        plainText($0, "an entry of `stops`")
      },
      label: reader.string(members["label"], "`label`") ?? "toxic",
      threshold: reader.number(members["threshold"], "`threshold`", 0...1) ?? 0.5,
      match: answerMatch(members["match"]),
      rubric: rubric(members["rubric"]),
      reference: template(members["reference"], "`reference`")
    )
  }

  private mutating func answerMatch(_ node: YAMLNode?) -> AnswerMatch? {
    guard let node else { return nil }
    let members = reader.mapping(node, "`match`", keys: ["answer", "as", "behind"])
    guard let answer = template(members["answer"], "`answer`"),
      let form: AnswerMatch.Form = reader.choice(members["as"])
    else {
      reader.report(reader.code("missing-key"), "`match` needs `answer` and `as`", node)
      return nil
    }
    let marker = members["behind"].flatMap { plainText($0, "`behind`") } ?? ""
    return AnswerMatch(answer: answer, form: form, marker: marker)
  }

  private mutating func rubric(_ node: YAMLNode?) -> JudgeRubric? {
    guard let node else { return nil }
    let members = reader.mapping(node, "`rubric`", keys: ["text", "scale", "parts", "guideline"])
    let parts = rubricParts(members["parts"])
    let scale: JudgeRubric.Scale? = members["scale"].flatMap { reader.choice($0) }
    guard let text = template(members["text"], "`text`"), scale != nil || !parts.isEmpty else {
      let needs = "`rubric` needs `text`, and `scale` or `parts`"
      reader.report(reader.code("missing-key"), needs, node)
      return nil
    }
    if scale != nil, !parts.isEmpty {
      reader.report(reader.code("wrong-value"), "`rubric` has `scale` and `parts`", node)
    }
    return JudgeRubric(
      text: text,
      scale: scale ?? .yesNo,
      parts: parts,
      guideline: reader.string(members["guideline"], "`guideline`")
    )
  }

  /// By the name that stands in front of each in the reply; `yes-no-veto` makes the score zero.
  private mutating func rubricParts(_ node: YAMLNode?) -> [JudgeRubric.Part] {
    guard let node else { return [] }
    var parts: [JudgeRubric.Part] = []
    for (name, _, value) in reader.pairs(node, "`parts`") {
      let words = ["yes-no-veto"] + JudgeRubric.Scale.allCases.map(\.rawValue)
      guard let word = reader.choice(value, words) else { continue }
      guard !name.isEmpty, name.allSatisfy({ $0.isASCII && $0.isLowercase }) else {
        reader.report(reader.code("wrong-value"), "a part's name is of small letters", value)
        continue
      }
      let scale = JudgeRubric.Scale(rawValue: word)
      parts.append(.init(name: name, scale: scale ?? .yesNo, isVeto: scale == nil))
    }
    if !parts.isEmpty, parts.allSatisfy(\.isVeto) {
      reader.report(reader.code("wrong-value"), "`parts` has nothing that could be scored", node)
    }
    return parts
  }

  mutating func classificationMethod(
    _ members: [String: YAMLNode],
    _ root: YAMLNode
  ) -> ClassificationMethod? {
    for key in ["text", "truth", "positives", "negatives"] where members[key] == nil {
      missing(key, root)
    }
    guard let text = template(members["text"], "`text`") else { return nil }
    let truths = members["truth"].map { node in
      node.scalar == nil ? reader.items(node, "`truth`", limit: 64) : [node]
    }
    let positives = labels(members["positives"], "`positives`")
    let negatives = labels(members["negatives"], "`negatives`")
    let plain = Set(positives.map(ClassificationMethod.plain))
    if let node = members["negatives"],
      negatives.contains(where: { plain.contains(ClassificationMethod.plain($0)) })
    {
      reader.report(reader.code("wrong-value"), "`negatives` holds one of `positives`", node)
    }
    return ClassificationMethod(
      text: text,
      truths: (truths ?? []).compactMap { template($0, "an entry of `truth`") },
      positives: positives,
      negatives: negatives,
      label: reader.string(members["label"], "`label`") ?? "toxic",
      threshold: reader.number(members["threshold"], "`threshold`", 0...1) ?? 0.5
    )
  }

  private mutating func labels(_ node: YAMLNode?, _ what: String) -> [String] {
    reader.items(node, what, limit: 64).compactMap { plainText($0, "an entry of \(what)") }
  }

  mutating func variants(_ node: YAMLNode?) -> RecordVariants? {
    guard let node else { return nil }
    let members = reader.mapping(node, "`variants`", keys: ["field", "of"])
    let found: [TextVariant] = reader.choices(members["of"], "`of`")
    guard let field = path(members["field"], "`field`"), field.count == 1, !found.isEmpty else {
      reader.report(
        reader.code("missing-key"),
        "`variants` needs `field`, of the record itself, and `of`",
        node
      )
      return nil
    }
    return RecordVariants(field: field[0], variants: found)
  }
}
