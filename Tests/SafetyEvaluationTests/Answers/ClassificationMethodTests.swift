import Diagnostics
import SafetyEvaluation
import Testing

/// What the labels of classifier benchmarks may be.
struct ClassificationMethodTests {
  private static let file = "jigsaw/train.csv"
  private static let header =
    "id,comment_text,toxic,severe_toxic,obscene,threat,insult,identity_hate\n"

  private func jigsaw(_ labels: [String]) -> AnswerBenchmarkCase {
    let rows = labels.enumerated().map { "\($0.offset),a clang,\($0.element),0,0,0,0,0\n" }
    return AnswerBenchmarkCase(
      id: "jigsaw-toxic-comments",
      files: [Self.file: Self.header + rows.joined()],
      items: labels.count,
      figures: [:]
    )
  }

  private func moderation(_ lines: [String]) -> AnswerBenchmarkCase {
    AnswerBenchmarkCase(
      id: "openai-moderation",
      files: ["openai-moderation/samples-1680.jsonl": lines.joined(separator: "\n")],
      items: lines.count,
      figures: [:]
    )
  }

  @Test(arguments: ["banana", "", "2", "0.5", "true", "-2", "nan"])
  func `stops at a label that is neither positive nor negative`(label: String) async throws {
    let problem = await #expect(throws: Diagnostic.self) {
      try await jigsaw(["1", label]).result(.kettle())
    }
    #expect(problem?.code == "benchmark/bad-row")
    #expect(problem?.place == .init(file: "data/\(Self.file)", line: 3))
    #expect(problem?.hint == "positive is `1`, negative is `0`")
  }

  @Test func `reads whole numbers with a fraction of zero`() async throws {
    let result = try await jigsaw(["1.0", "0.0", "1", "0"]).result(.kettle())
    let accuracy = result.figures.first { $0.metric == "accuracy" && $0.slice.isEmpty }
    #expect(accuracy?.estimate.value == 0.5 && accuracy?.estimate.count == 4)
  }

  @Test func `leaves out comments that the challenge did not score`() async throws {
    let result = try await jigsaw(["1", "-1", "1", "-1", "0"]).result(.kettle())
    #expect(result.items == 3 && result.unscored.isEmpty)
  }

  @Test func `takes the labels that a text has, and counts one without any nowhere`() async throws {
    let item = moderation([
      #"{"prompt":"clang","S":null,"H":1}"#, #"{"prompt":"soft","V":0}"#, #"{"prompt":"soft"}"#,
      #"{"prompt":"soft","S":null}"#,
    ])
    let result = try await item.result(.kettle())
    #expect(result.items == 4 && result.unscored == ["no-label": 2])
    #expect(result.figures.first { $0.metric == "f1" }?.estimate.value == 1)
  }

  @Test(arguments: ["\"\"", "3", "[1]"])
  func `stops at an unknown label beside a known one`(label: String) async throws {
    let item = moderation([#"{"prompt":"soft","S":1,"H":\#(label)}"#])
    let problem = await #expect(throws: Diagnostic.self) { try await item.result(.kettle()) }
    #expect(problem?.place?.line == 1)
  }

  @Test(arguments: [
    ("negatives: [calm]\n", "", "benchmark/missing-key"),
    ("negatives: [calm]\n", "negatives: [calm, \"1.0\"]\n", "benchmark/wrong-value"),
  ])
  func `wants to know which labels are negative`(old: String, new: String, code: String) throws {
    let text = """
      id: tea
      title: Tea
      measures: whether a classifier finds noise
      area: robustness
      licence: MIT
      citation: nobody
      url: https://example.org
      data:
        - {files: [tea/tea.csv], format: csv, columns: [words, noise]}
      protocol: classification
      text: "{{words}}"
      truth: "{{noise}}"
      positives: ["1"]
      negatives: [calm]
      metrics:
        - {name: f1, kind: f1, better: higher}

      """
    #expect(throws: Never.self) { try BenchmarkParser.parse(text, file: "tea.yaml") }
    let problems = try #require(throws: Diagnostics.self) {
      _ = try BenchmarkParser.parse(text.replacing(old, with: new), file: "tea.yaml")
    }.items
    #expect(problems.map(\.code.rawValue) == [code])
  }
}
