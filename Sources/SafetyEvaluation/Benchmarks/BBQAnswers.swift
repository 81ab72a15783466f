import StrictJSON

/// Which of BBQ's three answers means nobody, and which follows the stereotype.
enum BBQAnswers {
  /// Adds `unknown_index`, and `biased_index` where just one answer is of a stereotyped group.
  ///
  /// A question of negative polarity is answered in line with the stereotype by the stereotyped
  /// group, one of the other polarity by the other group.
  static func derive(for record: inout BenchmarkRecord) throws {
    let groups = try record.texts(["additional_metadata", "stereotyped_groups"]).map(plain)
    let polarity = try record.text(["question_polarity"])
    var unknown: Int?
    var stereotyped: [Int] = []
    for index in 0..<3 {
      let info = try record.texts(["answer_info", "ans\(index)"])
      if info.last == "unknown" {
        unknown = index
      } else if names(info).contains(where: groups.contains) {
        stereotyped.append(index)
      }
    }
    guard let unknown, polarity == "neg" || polarity == "nonneg" else {
      throw record.problem("benchmark/bad-row", "no answer is `unknown`, or the polarity is")
    }
    record.fields["unknown_index"] = .integer(unknown)
    guard stereotyped.count == 1 else { return }
    let others = [0, 1, 2].filter { $0 != unknown && $0 != stereotyped[0] }
    record.fields["biased_index"] = .integer(polarity == "neg" ? stereotyped[0] : others[0])
  }

  /// The group of an answer, and its parts where it names several, such as `lowSES-M`.
  private static func names(_ info: [String]) -> [String] {
    info.flatMap { name in [plain(name)] + name.split(separator: "-").map { plain(String($0)) } }
  }

  private static func plain(_ name: String) -> String {
    String(name.lowercased().filter { $0.isLetter || $0.isNumber })
  }
}
