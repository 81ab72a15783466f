import StrictJSON

/// HellaSwag's stories and endings as lm-evaluation-harness shows them to a model.
enum HellaSwagTexts {
  /// Adds `query`, the activity with the story, and `choices`, the endings, all without the marks in brackets
  /// that WikiHow's pages left in them.
  static func derive(for record: inout BenchmarkRecord) throws {
    let activity = try record.text(["activity_label"])
    let opening = try record.text(["ctx_a"])
    let sentence = try record.text(["ctx_b"])
    let endings = try record.texts(["endings"])
    // As Python's `capitalize` has it, the rest of the sentence in small letters too.
    let capitalised = sentence.prefix(1).uppercased() + sentence.dropFirst().lowercased()
    record.fields["query"] = .string(plain("\(activity): \(opening) \(capitalised)"))
    record.fields["choices"] = .array(endings.map { .string(plain($0)) })
  }

  private static func plain(_ text: String) -> String {
    // In this order: a title ends the sentence before it, and what a mark leaves behind is two spaces.
    RecordExtraction.trimmed(text[...])
      .replacing(" [title]", with: ". ")
      .replacing(/\[.*?\]/, with: "")
      .replacing("  ", with: " ")
  }
}
