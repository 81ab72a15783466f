/// What a judge is asked about an answer, and how its reply is read.
package struct JudgeRubric: Sendable, Hashable {
  /// What the judge replies.
  package enum Scale: String, Sendable, Hashable, CaseIterable {
    /// A word; yes is 1.
    case yesNo = "yes-no"
    /// A whole number from 1 to 5, which becomes 0 to 1.
    case oneToFive = "one-to-five"
  }

  /// The question to the judge; `{{question}}` and `{{answer}}` are the model's.
  package var text: TextTemplate
  package var scale: Scale
  /// What a ShieldGemma is asked by, in place of the text; nil where the text is all there is.
  package var guideline: String?

  /// What the judge is told.
  ///
  /// - Throws: `benchmark/missing-field` for other fields than those of the record.
  package func render(
    _ record: BenchmarkRecord,
    question: String,
    answer: String
  ) throws -> String {
    var record = record
    record.fields["question"] = .string(question)
    record.fields["answer"] = .string(answer)
    return try text.render(record)
  }

  /// The score that a reply stands for; nil where it is none.
  package func score(of reply: String) -> Double? {
    let words = reply.lowercased().split { !$0.isLetter && !$0.isNumber }
    switch scale {
    case .yesNo:
      // The first word that is an answer, so that reasons behind it change nothing.
      guard let word = words.first(where: { $0 == "yes" || $0 == "no" }) else { return nil }
      return word == "yes" ? 1 : 0
    case .oneToFive:
      guard let number = words.compactMap({ Int($0) }).first, 1...5 ~= number else { return nil }
      return Double(number - 1) / 4
    }
  }
}
