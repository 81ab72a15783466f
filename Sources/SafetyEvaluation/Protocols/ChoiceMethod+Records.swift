extension ChoiceMethod {
  /// The texts to choose among.
  ///
  /// - Throws: `benchmark/missing-field`, `benchmark/bad-row` for fewer than two.
  func choices(of record: BenchmarkRecord) throws -> [String] {
    let texts = try choices.flatMap { choice -> [String] in
      switch choice {
      case .text(let template): [try template.render(record)]
      case .list(let path): try record.texts(path)
      }
    }
    guard texts.count > 1, !texts.contains("") else {
      throw record.problem("benchmark/bad-row", "there are fewer than two choices, or an empty one")
    }
    return texts
  }

  /// The text of the right choice, for worked examples.
  ///
  /// - Throws: `benchmark/bad-row` where the record does not say which it is.
  func rightChoice(of record: BenchmarkRecord) throws -> String {
    let texts = try choices(of: record)
    guard let answer else {
      throw record.problem("benchmark/bad-row", "an example needs `answer` in the description")
    }
    return texts[try index(of: answer, in: record, texts.count)]
  }

  /// The index of the right choice.
  ///
  /// - Throws: `benchmark/bad-row` where it is none of the choices.
  func index(of answer: Answer, in record: BenchmarkRecord, _ count: Int) throws -> Int {
    let text = try answer.field.render(record)
    let index =
      switch answer.form {
      case .index: Int(text)
      case .number: Int(text).map { $0 - 1 }
      case .letter: (0..<count).first { Self.letter($0) == text }
      case .label: labels.firstIndex(of: text)
      }
    guard let index, 0..<count ~= index else {
      throw record.problem("benchmark/bad-row", "the answer is none of the \(count) choices")
    }
    return index
  }

  /// What a prediction is called.
  func label(of index: Int) -> String {
    labels.indices.contains(index) ? labels[index] : Self.letter(index)
  }

  private static func letter(_ index: Int) -> String {
    index < 26 ? String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index))) : String(index)
  }
}
