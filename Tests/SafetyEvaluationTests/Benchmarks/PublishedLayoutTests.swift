import Diagnostics
import SafetyEvaluation
import Testing

/// Files as their authors publish them, where a benchmark can be had in several layouts.
struct PublishedLayoutTests {
  private func loaded(_ id: String, _ files: [String: String]) throws -> LoadedBenchmark {
    try BenchmarkLoader(ShippedBenchmarks.read(id), files: MadeUpFiles(files)).load()
  }

  private func asked(_ id: String, _ files: [String: String]) async throws -> [LikelihoodRequest] {
    let model = SilverModel()
    let prepared = try PreparedBenchmark(loaded(id, files), limit: nil, seed: 0)
    _ = try await EvaluationRunner(prepared, model, MemorySink()).run(earlier: nil)
    return model.asked
  }

  private func accuracy(_ id: String, _ files: [String: String]) async throws -> Double? {
    let prepared = try PreparedBenchmark(loaded(id, files), limit: nil, seed: 0)
    let result = try await EvaluationRunner(prepared, SilverModel(), MemorySink())
      .run(earlier: nil)
    return result?.figures.first { $0.metric == "accuracy" && $0.slice.isEmpty }?.estimate.value
  }

  // MARK: ARC

  private static func arc(_ id: Int, _ choices: [(String, String)], _ key: String) -> String {
    let list = choices.map { #"{"text":"\#($0.1)","label":"\#($0.0)"}"# }.joined(separator: ",")
    return #"{"id":"M\#(id)","question":{"stem":"Which \#(id)?","choices":[\#(list)]},"#
      + #""answerKey":"\#(key)"}"# + "\n"
  }

  private static let metals = [("1", "mud"), ("2", "silver"), ("3", "ink"), ("4", "tea")]

  @Test(arguments: ["arc-easy", "arc-challenge"])
  func `ARC has questions with numbers, and with three or five choices`(id: String) async throws {
    let name = id == "arc-easy" ? "Easy" : "Challenge"
    let text =
      Self.arc(1, Self.metals, "2")
      + Self.arc(2, [("A", "mud"), ("B", "ink"), ("C", "silver")], "C")
      + Self.arc(3, ["A", "B", "C", "D", "E"].map { ($0, $0 == "D" ? "silver" : "ink") }, "E")
    let files = ["arc/ARC-\(name)-Test.jsonl": text]
    #expect(try await accuracy(id, files) == 2.0 / 3)
    let requests = try await asked(id, files)
    #expect(requests.map(\.continuations.count) == [4, 3, 5])
    #expect(requests[0].continuations == [" mud", " silver", " ink", " tea"])
    #expect(requests[0].context == "Question: Which 1?\nAnswer:")
  }

  @Test(arguments: [
    (metals, "A"), (metals, ""), ([("A", "mud"), ("A", "ink")], "A"), ([("A", "mud")], "A"),
  ])
  func `ARC's answer is one of the choices`(choices: [(String, String)], key: String) throws {
    let text = Self.arc(1, Self.metals, "2") + Self.arc(2, choices, key)
    let problem = try #require(throws: Diagnostic.self) {
      let loaded = try loaded("arc-challenge", ["arc/ARC-Challenge-Test.jsonl": text])
      _ = try PreparedBenchmark(loaded, limit: nil, seed: 0)
    }
    #expect(problem.code == "benchmark/bad-row" && problem.place?.line == 2)
  }

  @Test func `ARC's answer is one of the choices of the table too`() throws {
    let problem = try #require(throws: Diagnostic.self) {
      _ = try loaded("arc-easy", ["arc/ARC-Easy_test.csv": "q,a,b,c,d,A\nq,a,b,c,d,E\n"])
    }
    #expect(problem.code == "benchmark/bad-row" && problem.place?.line == 2)
  }
}
