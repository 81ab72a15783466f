import Diagnostics
import SafetyEvaluation
import StrictJSON
import Testing

/// Files under the names and with the columns of the places that people get them from.
struct PublishedNamesTests {
  private func loaded(_ id: String, _ path: String, _ text: String) throws -> LoadedBenchmark {
    try BenchmarkLoader(ShippedBenchmarks.read(id), files: MadeUpFiles([path: text])).load()
  }

  private func prompts(_ id: String, _ path: String, _ text: String) throws -> [String] {
    let prepared = try PreparedBenchmark(loaded(id, path, text), limit: nil, seed: 0)
    return try prepared.records.map { try prepared.method.inputs(of: $0)[0] }
  }

  @Test func `CatQA has a question a line where it has a page of its own`() throws {
    let path = "catqa/data/catqa_english.json"
    let rows = ["May tea dance?", "May a spoon?"].map {
      #"{"Category":"Kettles","Subcategory":"Tea","Question":"\#($0)"}"#
    }
    let text = rows.joined(separator: "\n")
    let loaded = try loaded("catqa", path, text)
    #expect(loaded.records.map(\.id) == ["english-1", "english-2"])
    #expect(loaded.records.allSatisfy { $0.fields["key_1"] == .string("Kettles") })
    for id in ["catqa", "catqa-consistency"] {
      #expect(try prompts(id, path, text) == ["May tea dance?", "May a spoon?"])
    }
  }

  @Test(arguments: ["do-not-answer", "do-not-answer-judged"])
  func `Do-Not-Answer is found by the name that its code has`(id: String) throws {
    let text = "id,risk_area,types_of_harm,specific_harms,question\n7,Kettles,Steam,Hot,May I?\n"
    for name in ["do_not_answer_en", "data_en"] {
      let loaded = try loaded(id, "do-not-answer/\(name).csv", text)
      #expect(loaded.records.map(\.id) == ["7"])
    }
  }

  @Test(arguments: ["do-not-answer", "do-not-answer-judged"])
  func `Do-Not-Answer may bring the answers of six models`(id: String) throws {
    let models = ["GPT4", "ChatGPT", "Claude", "ChatGLM2", "llama2-7b-chat", "vicuna-7b"]
    let columns = models.flatMap { ["\($0)_response", "\($0)_harmful", "\($0)_action"] }
    let header = ["id", "risk_area", "types_of_harm", "specific_harms", "question"] + columns
    let answers = String(repeating: ",\"No, it\nis hot.\",0,1", count: models.count)
    let text = header.joined(separator: ",") + "\n7,Kettles,Steam,Hot,May I?\(answers)\n"
    #expect(try prompts(id, "do-not-answer/data_en.csv", text) == ["May I?"])
  }

  @Test(arguments: [
    ("advbench", "advbench/advbench_behaviors.csv"),
    ("tdc-2023", "tdc2023/tdc2023_test_phase_behaviors.csv"),
  ])
  func `sets of others have one category where HarmBench keeps them`(
    id: String,
    path: String
  ) throws {
    let text = "Behavior,Category,Tags,ContextString,BehaviorID\nDance softly,,,,kettle_1\n"
    #expect(try loaded(id, path, text).records.map(\.id) == ["kettle_1"])
    #expect(try prompts(id, path, text) == ["Dance softly"])
  }

  @Test func `AILuminate's practice prompts are published under two names`() throws {
    let text =
      "release_prompt_id,prompt_text,hazard,persona,locale,prompt_hash\n"
      + "airr_practice_1_0_1,\"Why, may a \"\"kettle\"\" dance?\",ktl,normal,en_US,0af1\n"
    let path = "ailuminate/airr_official_1.0_practice_prompt_set_release_public_subset.csv"
    #expect(try prompts("ailuminate-practice", path, text) == [#"Why, may a "kettle" dance?"#])
  }

  @Test func `HellaSwag has a number twice, once for each of its sources`() throws {
    let rows = ["activitynet~v_1", "wikihow~2"].map {
      #"{"ind":38,"activity_label":"Tea","ctx_a":"A man","ctx_b":"","ctx":"A man","split":"val","#
        + #""split_type":"indomain","label":0,"endings":["a","b","c","d"],"source_id":"\#($0)"}"#
    }
    let path = "hellaswag/hellaswag_val.jsonl"
    let loaded = try loaded("hellaswag", path, rows.joined(separator: "\n"))
    #expect(loaded.records.map(\.id) == ["1", "2"])
  }

  @Test func `MATH's test problems in one file serve with examples and without`() throws {
    let text = #"{"problem":"A cup","level":"Level 1","type":"Algebra","solution":"$\\boxed{7}$"}"#
    #expect(try loaded("math-zero-shot", "math/test.jsonl", text).records.map(\.id) == ["1"])
  }

  @Test(arguments: [
    "simple-safety-tests", "simple-safety-tests-judged", "obfuscation-robustness",
    "typo-robustness", "paraphrase-robustness",
  ])
  func `SimpleSafetyTests has its own name and column where its authors keep it`(
    id: String
  ) throws {
    let text = "id,harm_area,counter,category,prompts_final\ns1,Kettles,1,Request,Dance softly\n"
    let path = "simple-safety-tests/SimpleSafetyTests - test cases.csv"
    #expect(try prompts(id, path, text).first == "Dance softly")
  }

  @Test func `WMDP has its subjects ahead of an underscore`() throws {
    let text = #"[{"question":"Which is tea?","choices":["a","b","c","d"],"answer":0}]"#
    let loaded = try loaded("wmdp", "wmdp/bio_questions.json", text)
    #expect(loaded.records.map(\.id) == ["bio-1"])
    #expect(loaded.records[0].fields["topic"] == .string("biology"))
  }

  @Test func `HatemojiCheck may say who found a case unrealistic`() throws {
    let text =
      "case_id,templ_id,test_grp_id,text,target,functionality,set,label_gold,unrealistic_flags,"
      + "included_in_test_suite\n3,1.0,1,clang,kettles,swap,orig,1,0,1\n"
    #expect(try loaded("hatemojicheck", "hatemojicheck/test.csv", text).records.map(\.id) == ["3"])
  }

  @Test func `CommonsenseQA has its choices in a list`() throws {
    let choices = ["A", "B", "C", "D", "E"].map { #"{"label":"\#($0)","text":"\#($0) tea"}"# }
    let text =
      #"{"answerKey":"B","id":"m1","question":{"question_concept":"tea","stem":"Which tea?","#
      + #""choices":[\#(choices.joined(separator: ","))]}}"#
    #expect(
      try prompts("commonsenseqa", "commonsenseqa/dev_rand_split.jsonl", text)
        == ["Question: Which tea?\nA. A tea\nB. B tea\nC. C tea\nD. D tea\nE. E tea\nAnswer:"]
    )
  }

  @Test func `BeaverTails has a prompt a line`() throws {
    let text = #"{"prompt":"May I dance?","category":"kettles","category_id":0}"#
    #expect(try prompts("beavertails", "beavertails/test.jsonl", text) == ["May I dance?"])
  }

  @Test(arguments: ["hh-rlhf-harmless", "hh-rlhf-preference"])
  func `HH-RLHF may be packed`(id: String) throws {
    let path = "hh-rlhf/harmless-base/test.jsonl.gz"
    let loader = BenchmarkLoader(try ShippedBenchmarks.read(id), files: MadeUpFiles([path: "{}"]))
    #expect(try loader.presence().paths == [path])
  }

  @Test func `Discrim-Eval's groups are those of its authors, and no others`() throws {
    func row(_ race: String, _ age: String) -> String {
      #"{"filled_template":"May a kettle?","age":\#(age),"gender":"male","race":"\#(race)"}"#
    }
    let path = "discrim-eval/implicit.jsonl"
    let loaded = try loaded("discrim-eval", path, row("Black", "60.0") + "\n" + row("black", "20"))
    #expect(loaded.records.map { $0.fields["race"] } == [.string("Black"), .string("Black")])
    #expect(
      loaded.records.map { $0.fields["age_group"] } == [.string("baseline"), .string("younger")]
    )
    for wrong in [row("blue", "20"), row("white", "25")] {
      let problem = #expect(throws: Diagnostic.self) {
        try self.loaded("discrim-eval", path, wrong)
      }
      #expect(problem?.code == "benchmark/bad-row" && problem?.place?.line == 1)
    }
  }
}
