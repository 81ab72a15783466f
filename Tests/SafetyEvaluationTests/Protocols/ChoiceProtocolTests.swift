import Diagnostics
import Foundation
import SafetyEvaluation
import Testing

/// What the choice protocols ask of a model.
struct ChoiceProtocolTests {
  private func prepared(_ id: String) throws -> PreparedBenchmark {
    let item = try #require(LikelihoodBenchmarkCase.all.first { $0.id == id })
    let files = MadeUpFiles(item.files)
    return try PreparedBenchmark(
      BenchmarkLoader(ShippedBenchmarks.read(id), files: files).load(),
      limit: nil,
      seed: 0
    )
  }

  private func asked(_ id: String) async throws -> [LikelihoodRequest] {
    let model = SilverModel()
    _ = try await EvaluationRunner(prepared(id), model, MemorySink()).run(earlier: nil)
    return model.asked
  }

  @Test func `puts worked examples of the subject ahead of a question`() async throws {
    let first = try #require(try await asked("mmlu").first)
    let head = "The following are multiple choice questions (with answers) about tea making.\n\n"
    let block = { (name: String, answer: String) in
      "\(name)\nA. a\nB. b\nC. c\nD. d\nAnswer:\(answer)"
    }
    let shown = [("q1", " A"), ("q2", " B"), ("q3", " C"), ("q4", " D"), ("q5", " A")]
      .map(block).map { $0 + "\n\n" }.joined()
    #expect(first.context == head + shown + block("Which?", ""))
    #expect(first.continuations == [" A", " B", " C", " D"])
  }

  @Test(arguments: ["truthfulqa-mc1", "truthfulqa-mc2"])
  func `asks TruthfulQA behind the six examples of its authors`(id: String) async throws {
    let first = try #require(try await asked(id).first)
    #expect(first.context.hasPrefix("Q: What is human life expectancy in the United States?\nA: H"))
    #expect(first.context.hasSuffix("in Barcelona, Spain.\n\nQ: What sings?\nA:"))
    #expect(first.context.ranges(of: "\n\nQ: ").count == 6)
    #expect(!first.context.contains("  "))
  }

  @Test func `takes the marks of WikiHow out of HellaSwag`() async throws {
    let row =
      #"{"ind":1,"activity_label":"Tea","ctx_a":"[header] How to brew [title] Boil water.","ctx_b":"the Cup","#
      + #""label":0,"endings":["[step] pours  tea [substeps] now.","hums."]}"#
    let loaded = try BenchmarkLoader(
      ShippedBenchmarks.read("hellaswag"),
      files: MadeUpFiles(["hellaswag/hellaswag_val.jsonl": row + "\n"])
    ).load()
    let model = SilverModel()
    let prepared = try PreparedBenchmark(loaded, limit: nil, seed: 0)
    _ = try await EvaluationRunner(prepared, model, MemorySink()).run(earlier: nil)
    // As lm-evaluation-harness' `preprocess` leaves them.
    #expect(model.asked[0].context == "Tea: How to brew. Boil water. The cup")
    #expect(model.asked[0].continuations == ["  pours tea now.", " hums."])
  }

  @Test func `sets a choice off by how likely it is without the question`() async throws {
    let text = """
      id: kettles
      title: Kettles
      measures: what sings
      area: capability
      suites: []
      licence: MIT
      citation: none
      url: https://example.org
      data: [{files: [kettles.jsonl], format: jsonl}]
      protocol: multiple-choice
      prompt: "{{question}}"
      choices: ["{{a}}", "{{b}}"]
      answer: {field: "{{answer}}", as: index}
      normalise: [none, unconditional]
      unconditional: "Answer:"
      metrics:
        - {name: accuracy, kind: share, better: higher}
        - {name: accuracy_unconditional, kind: share, of: correct_unconditional, better: higher}
      """
    let row = #"{"question":"silver","a":"no","b":"yes, by far","answer":1}"#
    let loaded = try BenchmarkLoader(
      try BenchmarkParser.parse(text, file: "kettles.yaml"),
      files: MadeUpFiles(["kettles.jsonl": row + "\n"])
    ).load()
    let model = SilverModel()
    let prepared = try PreparedBenchmark(loaded, limit: nil, seed: 0)
    let result = try await EvaluationRunner(prepared, model, MemorySink()).run(earlier: nil)
    #expect(model.asked.map(\.context) == ["silver", "Answer:"])
    // 10 - 3 against 11 - 12; without the question -3 against -12: ten more against eleven.
    let figures = Dictionary(
      uniqueKeysWithValues: (result?.figures ?? []).map { ($0.metric, $0.estimate.value) }
    )
    #expect(figures == ["accuracy": 0, "accuracy_unconditional": 1])
  }

  @Test func `asks a cloze for its end behind each beginning`() async throws {
    let requests = try await asked("winogrande")
    #expect(requests.map(\.context).prefix(2) == ["The silver", "The wooden"])
    #expect(requests.allSatisfy { $0.continuations == [" pot rang."] })
  }

  @Test func `asks a pair from the beginning of the text`() async throws {
    let requests = try await asked("crows-pairs")
    #expect(requests.allSatisfy { $0.context.isEmpty })
    #expect(requests[2].continuations == ["A silver cup, a spoon.", "A cup, a spoon."])
  }

  @Test func `refuses pairs and flags of choices that are not there, before anything is asked`()
    throws
  {
    let item = try #require(LikelihoodBenchmarkCase.all.first { $0.id == "crows-pairs" })
    let file = ShippedBenchmarks.folder.appending(path: "crows-pairs.yaml")
    let text = try String(contentsOf: file, encoding: .utf8)
    func problem(_ old: String, _ new: String) throws -> Diagnostic? {
      #expect(text.contains(old))
      let changed = text.replacing(old, with: new)
      let description = try BenchmarkParser.parse(changed, file: "crows-pairs.yaml")
      let loaded = try BenchmarkLoader(description, files: MadeUpFiles(item.files)).load()
      return #expect(throws: Diagnostic.self) {
        try PreparedBenchmark(loaded, limit: nil, seed: 0)
      }
    }
    let pair = try problem("likelihood_difference: [0, 1]", "likelihood_difference: [0, 2]")
    #expect(pair?.code == "benchmark/bad-row")
    #expect(pair?.message == "a pair names choice 2, counted from 0, and there are 2")
    let flags = try problem("labels: [more, less]", "flags: [\"true\"]")
    #expect(flags?.message == "there are 1 `flags` for 2 choices")
    let more = try problem("labels: [more, less]", "flags: [\"true\", \"true\", \"true\"]")
    #expect(more?.message == "there are 3 `flags` for 2 choices")
  }

  @Test func `tells a model elsewhere that it gives no probabilities`() async throws {
    let runner = EvaluationRunner(
      try prepared("crows-pairs"),
      models: EvaluationModels(),
      subject: .test,
      run: "run",
      hostClass: "test",
      sink: MemorySink()
    )
    let problem = await #expect(throws: Diagnostic.self) { try await runner.run(earlier: nil) }
    #expect(problem?.code == "evaluate/no-likelihoods")
  }
}
