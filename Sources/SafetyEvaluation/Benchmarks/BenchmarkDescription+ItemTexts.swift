extension BenchmarkDescription {
  /// The texts of an item by which it is recognised in a corpus, taken from its protocol.
  ///
  /// That is the prompt with its right answer, or each of the texts that a protocol compares. The
  /// preamble, worked examples and wrong answers that the prompt does not show are no part of it.
  ///
  /// - Throws: What a run of the benchmark would throw for the record.
  package func itemTexts(of record: BenchmarkRecord) throws -> [ItemText] {
    switch method {
    case .choices(let method): try Self.texts(of: record, by: method)
    case .perplexity(let method): [try method.text.itemText(of: record).text]
    case .classification(let method): [try method.text.itemText(of: record).text]
    case .answers(let method):
      [
        try Self.text(
          of: record,
          asked: method.prompt,
          answered: method.match?.answer ?? method.reference
        )
      ]
    }
  }

  private static func text(
    of record: BenchmarkRecord,
    asked prompt: TextTemplate,
    answered answer: TextTemplate?
  ) throws -> ItemText {
    let (text, joint) = try prompt.itemText(of: record)
    guard let answer, !answer.isFixed, answer.hasFields(in: record) else { return text }
    return text.followed(by: try answer.render(record), joint: joint.map { $0 + " " })
  }

  private static func texts(
    of record: BenchmarkRecord,
    by method: ChoiceMethod
  ) throws -> [ItemText] {
    let (asked, joint) = try method.prompt.itemText(of: record)
    switch method.style {
    case .multipleChoice:
      let right = try method.rightTexts(of: record)
      guard !right.isEmpty else { return [asked] }
      return right.map { asked.followed(by: $0, joint: joint.map { $0 + method.delimiter }) }
    case .minimalPair:
      let joint = joint.map { $0 + method.delimiter }
      return try method.choices(of: record).map { Self.whole(asked, $0, joint) }
    case .cloze:
      let ending = try method.ending?.render(record) ?? ""
      let choices = try method.choices(of: record)
      // With a gap for the choice, too, as the files have it.
      return (choices + [shared(choices)]).map { Self.whole(asked, $0 + ending, joint) }
    }
  }

  /// A text that is compared whole, behind what all of them share.
  private static func whole(_ asked: ItemText, _ compared: String, _ joint: String?) -> ItemText {
    var text = asked.followed(by: compared, joint: joint)
    if compared.utf8.count > text.field.utf8.count { text.field = compared }
    return text
  }

  /// What all texts begin with.
  private static func shared(_ texts: [String]) -> String {
    texts.dropFirst().reduce(texts.first ?? "") { shared, text in
      String(zip(shared, text).prefix { $0 == $1 }.map(\.0))
    }
  }
}

extension ChoiceMethod {
  /// The right choices of a question, but for those that are the same for every item.
  fileprivate func rightTexts(of record: BenchmarkRecord) throws -> [String] {
    let isFixed = choices.allSatisfy { choice in
      if case .text(let template) = choice { template.isFixed } else { false }
    }
    guard !isFixed else { return [] }
    let texts = try choices(of: record)
    if let truths { return Array(texts.prefix(try record.texts(truths).count)) }
    return try answer.map { [texts[try index(of: $0, in: record, texts.count)]] } ?? []
  }
}
