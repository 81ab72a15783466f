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
  func render(
    _ record: BenchmarkRecord,
    question: String,
    answer: String
  ) throws -> String {
    var record = record
    record.fields["question"] = .string(question)
    record.fields["answer"] = .string(answer)
    return try text.render(record)
  }

  /// The score that a reply stands for; nil where it is none, or more than one.
  package func score(of reply: String) -> Double? {
    switch scale {
    case .yesNo: return Self.only(["yes", "no"], of: reply).map { $0 == "yes" ? 1 : 0 }
    case .oneToFive:
      // What only repeats the scale is no answer.
      let text = ["1 to 5", "1-5", "out of 5", "/5", "/ 5"].reduce(reply) {
        $0.replacing($1, with: " ")
      }
      return Self.only(["1", "2", "3", "4", "5"], of: text).flatMap { Double($0) }
        .map { ($0 - 1) / 4 }
    }
  }

  /// The answer that a reply begins with, so that reasons behind it change nothing; else the only one
  /// that stands in it.
  private static func only(_ answers: Set<String>, of reply: String) -> String? {
    let words = reply.lowercased().split { !$0.isLetter && !$0.isNumber }.map { String($0) }
    if let first = words.first, answers.contains(first) { return first }
    let found = Set(words.filter(answers.contains))
    return found.count == 1 ? found.first : nil
  }
}
