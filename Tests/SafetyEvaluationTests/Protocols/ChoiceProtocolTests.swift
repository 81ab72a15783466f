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
