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
  /// What is asked besides one scale, each on a line of its own behind its name; empty for one scale alone.
  package var parts: [Part] = []
  /// What a ShieldGemma is asked by, in place of the text; nil where the text is all there is.
  package var guideline: String?

  /// One of several things that are asked about one answer.
  package struct Part: Sendable, Hashable {
    package var name: String
    package var scale: Scale
    /// Whether a yes makes the whole score zero, such as that the answer declines; else the part is one of
    /// those whose mean the score is.
    package var isVeto: Bool
  }

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
    guard !parts.isEmpty else { return Self.score(of: reply, on: scale) }
    let scores = parts.compactMap { Self.score(of: reply, under: $0) }
    guard scores.count == parts.count else { return nil }
    if zip(parts, scores).contains(where: { $0.isVeto && $1 == 1 }) { return 0 }
    let counted = zip(parts, scores).filter { !$0.0.isVeto }.map(\.1)
    return counted.reduce(0, +) / Double(counted.count)
  }

  /// What stands behind the part's name on the one line that begins with it; nil where lines differ.
  private static func score(of reply: String, under part: Part) -> Double? {
    let lines = reply.split(whereSeparator: \.isNewline).compactMap { line -> Substring? in
      let line = line.drop { !$0.isLetter }
      guard line.lowercased().hasPrefix(part.name), let colon = line.firstIndex(of: ":"),
        line[..<colon].filter(\.isLetter).lowercased() == part.name
      else { return nil }
      return line[line.index(after: colon)...]
    }
    let scores = Set(lines.map { score(of: String($0), on: part.scale) })
    return scores.count == 1 ? scores.first ?? nil : nil
  }

  private static func score(of reply: String, on scale: Scale) -> Double? {
    switch scale {
    case .yesNo: return only(["yes", "no"], of: reply).map { $0 == "yes" ? 1 : 0 }
    case .oneToFive:
      // What only repeats the scale is no answer.
      let text = ["1 to 5", "1-5", "out of 5", "/5", "/ 5"].reduce(reply) {
        $0.replacing($1, with: " ")
      }
      return only(["1", "2", "3", "4", "5"], of: text).flatMap { Double($0) }
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
