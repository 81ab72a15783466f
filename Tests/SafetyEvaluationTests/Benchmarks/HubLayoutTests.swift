import Diagnostics
import SafetyEvaluation
import Testing

/// Benchmarks as the Hugging Face hub has them in Parquet, of which a reader of files gives JSON lines.
struct HubLayoutTests {
  private func loaded(_ id: String, _ files: [String: String]) throws -> LoadedBenchmark {
    try BenchmarkLoader(ShippedBenchmarks.read(id), files: MadeUpFiles(files)).load()
  }

  private func asked(_ id: String, _ files: [String: String]) async throws -> [LikelihoodRequest] {
    let model = SilverModel()
    let prepared = try PreparedBenchmark(loaded(id, files), limit: nil, seed: 0)
    _ = try await EvaluationRunner(prepared, model, MemorySink()).run(earlier: nil)
    return model.asked
  }

  private static let shard = "00000-of-00001.parquet"

  @Test func `ARC's choices are two lists there`() async throws {
    let row =
      #"{"id":"k1","question":"What sings?","choices":{"text":["ink","silver","mud"],"label":["1","2","3"]},"answerKey":"2"}"#
    let files = ["arc/ARC-Easy/test-\(Self.shard)": row + "\n"]
    let choices = try await asked("arc-easy", files).map(\.continuations)
    #expect(choices == [[" ink", " silver", " mud"]])
    #expect(try loaded("arc-easy", files).records.map(\.id) == ["k1"])
    let unknown = files.mapValues { $0.replacing(#""answerKey":"2""#, with: #""answerKey":"4""#) }
    let problem = try #require(throws: Diagnostic.self) { _ = try loaded("arc-easy", unknown) }
    #expect(problem.code == "benchmark/bad-row" && problem.place?.line == 1)
  }

  @Test func `MMLU is one file with answers as numbers there`() async throws {
    func row(_ question: String, _ subject: String, _ answer: Int) -> String {
      #"{"question":"\#(question)","subject":"\#(subject)","choices":["ink","silver","mud","tea"],"answer":\#(answer)}"#
        + "\n"
    }
    let files = [
      "mmlu/all/test-\(Self.shard)": row("What sings?", "kettle_lore", 1),
      "mmlu/all/dev-\(Self.shard)": row("What steams?", "other", 3)
        + (0..<5).map { row("What stains \($0)?", "kettle_lore", $0 % 4) }.joined(),
    ]
    let context = try #require(try await asked("mmlu", files).first?.context)
    #expect(context.contains("about kettle lore") && context.hasSuffix("D. tea\nAnswer:"))
    // Worked examples are those of the question's subject.
    #expect(context.contains("What stains 4?") && !context.contains("What steams?"))
    #expect(context.contains("D. tea\nAnswer: D\n"))
  }

  @Test func `OpenBookQA, CommonsenseQA and TruthfulQA have lists within there`() async throws {
    let book =
      #"{"id":"b","question_stem":"What sings?","choices":{"text":["ink","silver","mud","tea"],"label":["A","B","C","D"]},"answerKey":"B"}"#
    let stem = try await asked("openbookqa", ["openbookqa/main/test-\(Self.shard)": book + "\n"])
    #expect(stem.first?.continuations.contains { $0.hasSuffix("silver") } == true)
    let sense =
      #"{"id":"c","question":"What sings?","question_concept":"tea","choices":{"label":["A","B","C","D","E"],"text":["ink","silver","mud","tea","fog"]},"answerKey":"B"}"#
    let path = "commonsenseqa/data/validation-\(Self.shard)"
    let asked = try await asked("commonsenseqa", [path: sense + "\n"])
    #expect(asked.first?.context.hasSuffix("E. fog\nAnswer:") == true)
    let truth =
      #"{"type":"K","category":"Tea","question":"What sings?","best_answer":"silver","correct_answers":["silver","tea"],"incorrect_answers":["ink","mud"],"source":"x"}"#
    let truths = ["truthfulqa/generation/validation-\(Self.shard)": truth + "\n"]
    let one = try await self.asked("truthfulqa-mc1", truths)
    #expect(one.map(\.continuations) == [[" silver", " ink", " mud"]])
    let two = try await self.asked("truthfulqa-mc2", truths)
    #expect(two.map(\.continuations) == [[" silver", " tea", " ink", " mud"]])
  }

  private static let rows = [
    "hellaswag/data/validation":
      #"{"activity_label":"Tea","ctx_a":"A kettle","ctx_b":"it","ctx":"A kettle it","#
      + #""endings":["sings","ink","mud","fog"],"label":"0"}"#,
    "winogrande/winogrande_xl/validation":
      #"{"sentence":"The kettle sang as _ boiled.","option1":"tea","option2":"ink","answer":"1"}"#,
    "boolq/data/validation":
      #"{"question":"does tea boil","answer":true,"passage":"Tea boils."}"#,
    "wmdp/wmdp-bio/test":
      #"{"answer":2,"question":"What sings?","choices":["ink","mud","silver","tea"]}"#,
    "humaneval/openai_humaneval/test":
      #"{"task_id":"HumanEval/0","prompt":"def sing():","canonical_solution":"pass","test":""}"#,
    "math/algebra/test":
      #"{"problem":"Add 1 and 1.","type":"Algebra","level":"Level 1","solution":"\\boxed{2}"}"#,
  ]

  @Test(arguments: rows.keys.sorted())
  func `reads the columns that the hub has`(path: String) throws {
    let folder = String(path.prefix { $0 != "/" })
    let name = folder == "math" ? "math-zero-shot" : folder
    let file = "\(path)-\(Self.shard)"
    let benchmark = try loaded(name, [file: "\(Self.rows[path] ?? "")\n"])
    #expect(try PreparedBenchmark(benchmark, limit: nil, seed: 0).records.count == 1)
    let other = try #require(throws: Diagnostic.self) {
      let other = try loaded(name, [file: #"{"silver":"kettle"}"# + "\n"])
      _ = try PreparedBenchmark(other, limit: nil, seed: 0)
    }
    #expect(other.place?.line == 1, "\(other)")
  }
}
