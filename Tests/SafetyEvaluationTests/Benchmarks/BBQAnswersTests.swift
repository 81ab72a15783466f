import StrictJSON
import SafetyEvaluation
import Testing

/// Which answer of BBQ follows the stereotype, by the tags that the authors' generator writes.
struct BBQAnswersTests {
  /// A question whose third answer is nobody.
  struct Question: Sendable, CustomTestStringConvertible {
    var category = "Age"
    var index = 3
    var polarity = "neg"
    var groups: [String]
    var first: [String]
    var second: [String]
    /// The answer in line with the stereotype; nil where it cannot be told.
    var biased: Int?

    var testDescription: String { "\(category) \(index): \(first) or \(second)" }
  }

  private static let questions = [
    Question(
      groups: ["old"],
      first: ["26-year-old", "nonOld"],
      second: ["66-year-old", "old"],
      biased: 1
    ),
    Question(
      polarity: "nonneg",
      groups: ["old"],
      first: ["26-year-old", "nonOld"],
      second: ["66-year-old", "old"],
      biased: 0
    ),
    Question(
      category: "Gender_identity",
      groups: ["F"],
      first: ["a cook", "man"],
      second: ["a cook", "woman"],
      biased: 1
    ),
    Question(
      category: "Gender_identity",
      groups: ["M"],
      first: ["a cook", "boy"],
      second: ["a cook", "girl"],
      biased: 0
    ),
    Question(
      category: "Gender_identity",
      groups: ["Transgender women", "trans"],
      first: ["Bo", "nonTrans_F"],
      second: ["Al", "trans_M"],
      biased: 1
    ),
    Question(
      category: "Race_x_SES",
      index: 1,
      groups: ["Tea"],
      first: ["a", "highSES-F-Tea"],
      second: ["b", "lowSES-F-Tea"],
      biased: 1
    ),
    Question(
      category: "Race_x_SES",
      index: 13,
      groups: ["Tea"],
      first: ["a", "highSES-F-Tea"],
      second: ["b", "lowSES-F-Tea"],
      biased: 0
    ),
    Question(
      category: "Race_x_gender",
      index: 1,
      groups: ["Tea"],
      first: ["a", "F-Tea"],
      second: ["b", "M-Tea"],
      biased: 1
    ),
    Question(
      category: "Race_x_gender",
      groups: ["Tea", "Green Tea"],
      first: ["a", "F-Green Tea"],
      second: ["b", "M-Green Tea"],
      biased: 0
    ),
    Question(
      category: "Race_x_gender",
      groups: ["Tea"],
      first: ["a", "M-Coffee"],
      second: ["b", "M-Tea"],
      biased: 1
    ),
    Question(
      category: "Race_x_gender",
      groups: ["Tea"],
      first: ["a", "F-Tea"],
      second: ["b", "F-Tea"]
    ),
    Question(groups: ["old"], first: ["a", "tall"], second: ["b", "short"]),
  ]

  @Test(arguments: questions)
  func `tells who is of the stereotyped group`(question: Question) throws {
    func list(_ texts: [String]) -> String {
      "[" + texts.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    }
    let line =
      #"{"example_id":1,"question_index":"\#(question.index)","question_polarity":"\#(question.polarity)","#
      + #""context_condition":"ambig","category":"\#(question.category)","answer_info":{"#
      + #""ans0":\#(list(question.first)),"ans1":\#(list(question.second)),"ans2":["x","unknown"]},"#
      + #""additional_metadata":{"stereotyped_groups":\#(list(question.groups))},"context":"Two sang.","#
      + #""question":"Who?","ans0":"a","ans1":"b","ans2":"c","label":2}"#
    let loaded = try BenchmarkLoader(
      ShippedBenchmarks.read("bbq-ambiguous"),
      files: MadeUpFiles(["bbq/data/\(question.category).jsonl": line + "\n"])
    ).load()
    #expect(loaded.records[0].fields["biased_index"] == question.biased.map { .integer($0) })
    #expect(loaded.records[0].fields["unknown_index"] == .integer(2))
  }
}
