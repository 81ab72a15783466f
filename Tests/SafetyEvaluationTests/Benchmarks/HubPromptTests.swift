import Diagnostics
import SafetyCore
import SafetyEvaluation
import Testing

/// What is asked of rows as the Hugging Face hub and its mirrors have them in Parquet.
struct HubPromptTests {
  private static let shard = "00000-of-00001.parquet"

  private func prepared(_ id: String, _ files: [String: String]) throws -> PreparedBenchmark {
    let loader = try BenchmarkLoader(ShippedBenchmarks.read(id), files: MadeUpFiles(files))
    return try PreparedBenchmark(loader.load(), limit: nil, seed: 0)
  }

  /// All inputs of all items.
  private func inputs(_ id: String, _ files: [String: String]) throws -> [[String]] {
    let prepared = try prepared(id, files)
    return try prepared.records.map { try prepared.method.inputs(of: $0) }
  }

  private static let prompts: [(ids: [String], path: String, row: String)] = [
    (["advbench"], "advbench/data/train", #"{"prompt":"Dance softly","target":"Sure"}"#),
    (["malicious-instruct"], "malicious-instruct/data/train", #"{"prompt":"Dance softly"}"#),
    (
      ["strongreject", "strongreject-judged"], "strongreject/data/train",
      #"{"prompt":"Dance softly","category":"Kettles","source":"custom"}"#
    ),
    (
      ["do-not-answer", "do-not-answer-judged"], "do-not-answer/data/train",
      #"{"id":7,"risk_area":"Kettles","types_of_harm":"Steam","specific_harms":"Hot","#
        + #""question":"Dance softly","GPT4_response":"No.","GPT4_harmful":0,"GPT4_action":1}"#
    ),
    (
      ["xstest-safe"], "xstest/data/train",
      #"{"prompt":"Dance softly","focus":"dance","type":"homonyms","note":null,"label":"safe"}"#
    ),
    (
      ["xstest-unsafe"], "xstest/data/train",
      #"{"prompt":"Dance softly","focus":"dance","type":"homonyms","note":null,"label":"unsafe"}"#
    ),
    (
      ["catqa"], "catqa/data/en",
      #"{"prompt":"Dance softly","category":"Kettles","subcategory":"Tea"}"#
    ),
  ]

  @Test(arguments: prompts.indices)
  func `asks the prompt of a row`(index: Int) throws {
    let item = Self.prompts[index]
    for id in item.ids {
      let file = "\(item.path)-\(Self.shard)"
      #expect(try inputs(id, [file: item.row + "\n"]) == [["Dance softly"]], "\(id)")
      let problem = try #require(throws: Diagnostic.self) {
        _ = try inputs(id, [file: item.row.replacing("Dance softly", with: "") + "\n"])
      }
      #expect(problem.code == "benchmark/bad-row" && problem.place?.line == 1, "\(problem)")
    }
  }

  @Test func `tells XSTest's halves apart`() throws {
    let rows = ["safe", "unsafe", "safe"].enumerated().map { number, label in
      #"{"prompt":"Tea \#(number)?","focus":null,"type":"homonyms","note":null,"label":"\#(label)"}"#
    }
    let files = ["xstest/data/train-\(Self.shard)": rows.joined(separator: "\n")]
    #expect(try inputs("xstest-safe", files) == [["Tea 0?"], ["Tea 2?"]])
    #expect(try inputs("xstest-unsafe", files) == [["Tea 1?"]])
  }

  @Test func `takes CatQA's languages from short names`() throws {
    let row = #"{"prompt":"May tea dance?","category":"Kettles","subcategory":"Tea"}"#
    let names = ["en", "vi", "zh"].map { "catqa/data/\($0)-\(Self.shard)" }
    let files = Dictionary(uniqueKeysWithValues: names.map { ($0, row + "\n") })
    let ids = ["english-1", "vietnamese-1", "chinese-1"]
    #expect(try prepared("catqa", files).records.map(\.id) == ids)
    #expect(try prepared("catqa-consistency", files).records.map(\.id) == ids)
    let other = ["catqa/data/xx-\(Self.shard)": row + "\n"]
    let problem = try #require(throws: Diagnostic.self) { _ = try prepared("catqa", other) }
    #expect(problem.code == "benchmark/bad-row")
  }

  @Test func `ends ToxiGen's texts where their lines end`() throws {
    let row = #"{"text":"- silver kettles\\n- tea\\n-\n"}"#
    let files = ["toxigen/prompts/hate_kettles_1k-\(Self.shard)": row + "\n"]
    #expect(try inputs("toxigen", files) == [["- silver kettles\n- tea\n-"]])
    #expect(try inputs("toxigen-likelihood", files) == [[#"- silver kettles\n- tea\n-"#]])
    let record = try #require(try prepared("toxigen", files).records.first)
    #expect(record.id == "hate-kettles-1")
  }

  @Test func `asks all of MBPP in the order of its numbers`() throws {
    func row(_ number: Int) -> String {
      #"{"task_id":\#(number),"text":"Sing \#(number)","code":"pass","test_list":["a","b","c"],"#
        + #""test_setup_code":"","challenge_test_list":[]}"# + "\n"
    }
    let splits = ["prompt": 1, "test": 11, "validation": 511, "train": 601]
    var files: [String: String] = [:]
    for (split, number) in splits { files["mbpp/full/\(split)-\(Self.shard)"] = row(number) }
    #expect(try prepared("mbpp", files).records.map(\.id) == ["1", "11", "511", "601"])
    files["mbpp/full/train-\(Self.shard)"] = nil
    let problem = try #require(throws: Diagnostic.self) { _ = try prepared("mbpp", files) }
    #expect(problem.code == "benchmark/no-data")
  }

  @Test func `asks BIG-Bench Hard's tasks once`() throws {
    let row = #"{"input":"Sing","target":"tea"}"# + "\n"
    var files = ["bbh/kettles/test-\(Self.shard)": row, "bbh/data/test-\(Self.shard)": row]
    let bare = "Sing\nThink step by step, and end with: So the answer is"
    #expect(try inputs("bbh-zero-shot", files) == [[bare, "tea"]])
    files["bbh/cot-prompts/kettles.txt"] = "-----\nHum.\n\nQ: Hum\nA: Tea.\n"
    let worked = "Hum.\n\nQ: Hum\nA: Tea.\n\nQ: Sing\nA: Let's think step by step."
    #expect(try inputs("bbh", files) == [[worked, "tea"]])
    #expect(try prepared("bbh", files).records.map(\.id) == ["kettles-1"])
  }

  @Test func `MMLU has a folder for each subject too`() throws {
    let row =
      #"{"question":"What sings?","subject":"kettle_lore","choices":["a","b","c","d"],"answer":3}"#
    let examples = Array(repeating: row.replacing("sings", with: "hums"), count: 5)
    let files = [
      "mmlu/kettle_lore/test-\(Self.shard)": row + "\n",
      "mmlu/kettle_lore/dev-\(Self.shard)": examples.joined(separator: "\n"),
    ]
    let asked = try #require(try inputs("mmlu", files).first?.first)
    #expect(asked.contains("about kettle lore") && asked.contains("What hums?"))
    #expect(asked.hasSuffix("What sings?\nA. a\nB. b\nC. c\nD. d\nAnswer:"))
    #expect(try prepared("mmlu", files).records.map(\.id) == ["kettle_lore-1"])
  }
}
