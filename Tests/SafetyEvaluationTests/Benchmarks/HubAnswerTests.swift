import Diagnostics
import SafetyCore
import SafetyEvaluation
import Testing

/// Right answers as the Hugging Face hub has them: numbers of classes, and lists within lists.
struct HubAnswerTests {
  private static let shard = "00000-of-00001.parquet"

  private func loader(_ id: String, _ files: [String: String]) throws -> BenchmarkLoader {
    try BenchmarkLoader(ShippedBenchmarks.read(id), files: MadeUpFiles(files))
  }

  /// What the model that likes silver is asked, and the scores of its answers.
  private func run(
    _ id: String,
    _ files: [String: String]
  ) async throws -> (asked: [LikelihoodRequest], items: [EvaluationItem]) {
    let (model, sink) = (SilverModel(), MemorySink())
    let prepared = try PreparedBenchmark(loader(id, files).load(), limit: nil, seed: 0)
    _ = try await EvaluationRunner(prepared, model, sink).run(earlier: nil)
    return (model.asked, try sink.bodies(EvaluationItem.self))
  }

  @Test(arguments: ["piqa/piqa_validation.parquet", "piqa/plain_text/validation/0000.parquet"])
  func `PIQA's answer is the number of a class`(path: String) async throws {
    let rows = [0, 1].map {
      #"{"goal":"Make tea","sol1":"with silver","sol2":"with mud","label":\#($0)}"# + "\n"
    }
    let (asked, items) = try await run("piqa", [path: rows.joined()])
    #expect(asked.map(\.context) == ["Question: Make tea\nAnswer:", "Question: Make tea\nAnswer:"])
    #expect(asked.first?.continuations == [" with silver", " with mud"])
    #expect(items.compactMap { $0.scores["correct"].flatMap(Double.init) } == [1, 0])
    let unknown = rows[0].replacing(#""label":0"#, with: #""label":-1"#)
    let problem = try #require(throws: Diagnostic.self) {
      _ = try loader("piqa", [path: unknown]).load()
    }
    #expect(problem.code == "benchmark/bad-row" && problem.place?.line == 1)
  }

  @Test func `SocialIQA's answer may have a line feed behind it`() async throws {
    let path = "siqa/data/validation-00000-of-00001-90bb85eab85fcfa8.parquet"
    let rows = [#"2\n"#, "2", "3"].map {
      #"{"context":"Tea boils.","question":"What sings?","answerA":"ink","answerB":"silver","#
        + #""answerC":"mud","label":"\#($0)"}"# + "\n"
    }
    let (asked, items) = try await run("siqa", [path: rows.joined()])
    #expect(asked.first?.context == "Q: Tea boils. What sings?\nA:")
    #expect(asked.first?.continuations == [" ink", " silver", " mud"])
    #expect(items.compactMap { $0.scores["correct"].flatMap(Double.init) } == [1, 1, 0])
  }

  private static func triple(_ sentences: String) -> String {
    #"{"id":"k1","target":"kettle","bias_type":"kitchen","context":"Tea boils.","sentences":\#(sentences)}"#
      + "\n"
  }

  private static let lists =
    #"{"sentence":["mud","silver","ink"],"id":["a","b","c"],"labels":[[],[],[]],"gold_label":[2,1,0]}"#

  @Test(arguments: ["inter", "intra"])
  func `StereoSet's sentences are lists side by side`(kind: String) async throws {
    let id = "stereoset-\(kind)sentence"
    let path = "stereoset/\(kind)sentence/validation-\(Self.shard)"
    let (asked, items) = try await run(id, [path: Self.triple(Self.lists)])
    #expect(asked.first?.context == (kind == "inter" ? "Tea boils." : ""))
    let texts = asked.first?.continuations.map { $0.trimmingPrefix(" ") }
    #expect(texts == ["silver", "ink", "mud"])
    #expect(items.first?.scores["stereotype"].flatMap(Double.init) == 1)
  }

  @Test(arguments: [
    (#""gold_label":[2,1]"#, "lists of several lengths"), (#""gold_label":1"#, "is no list"),
    (#""gold_label":[1,1,0]"#, "has 2 `1`"), (#""gold_label":[2,1,"zero"]"#, "has 0 `0`"),
  ])
  func `refuses sentences that are not one of each class`(labels: String, message: String) throws {
    let path = "stereoset/intersentence/validation-\(Self.shard)"
    let text = Self.triple(Self.lists.replacing(#""gold_label":[2,1,0]"#, with: labels))
    let problem = try #require(throws: Diagnostic.self) {
      _ = try loader("stereoset-intersentence", [path: text]).load()
    }
    #expect(problem.code == "benchmark/bad-row" && problem.message.contains(message))
    #expect(problem.place?.line == 1)
  }

  @Test func `BBQ's categories are read once where a mirror has them all in one file`() throws {
    let row =
      #"{"example_id":0,"question_index":"1","question_polarity":"neg","context_condition":"ambig","#
      + #""category":"Age","answer_info":{"ans0":["old","old"],"ans1":["young","nonOld"],"#
      + #""ans2":["unknown","unknown"]},"additional_metadata":{"stereotyped_groups":["old"]},"#
      + #""context":"Tea boils.","question":"Who sings?","ans0":"ink","ans1":"silver","#
      + #""ans2":"nobody","label":2}"# + "\n"
    let both = row + row.replacing("\"ambig\"", with: "\"disambig\"")
    let files = ["bbq/data/Age.jsonl": both, "bbq/data/All.jsonl": both]
    for id in ["bbq-ambiguous", "bbq-disambiguated"] {
      #expect(try loader(id, files).load().records.map(\.id) == ["Age-0"])
    }
  }
}
