import Diagnostics
import SafetyEvaluation
import StrictJSON
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

  // MARK: TruthfulQA

  private static let truths = "truthfulqa/TruthfulQA.csv"

  @Test(arguments: [
    "Type,Category,Question,Best Answer,Best Incorrect Answer,Correct Answers,Incorrect Answers,Source\n"
      + "K,Tea,What sings?,silver,ink,silver; tea,ink; mud,x\n",
    "Question,Source,Incorrect Answers,Correct Answers,Best Answer,Category,Type\n"
      + "What sings?,x,ink; mud,silver; tea,silver,Tea,K\n",
  ])
  func `TruthfulQA's columns are read by name`(text: String) async throws {
    let requests = try await asked("truthfulqa-mc1", [Self.truths: text])
    #expect(requests.map(\.continuations) == [[" silver", " ink", " mud"]])
    let both = try await asked("truthfulqa-mc2", [Self.truths: text])
    #expect(both.map(\.continuations) == [[" silver", " tea", " ink", " mud"]])
  }

  @Test(arguments: [
    ("Source,Colour", "unknown: `Colour`"), ("Source,Source", "there twice: `Source`"),
    ("Colour", "missing: `Source`"),
  ])
  func `a table has its columns once`(last: String, message: String) throws {
    let header = "Type,Category,Question,Best Answer,Correct Answers,Incorrect Answers,\(last)\n"
    let problem = try #require(throws: Diagnostic.self) {
      _ = try loaded("truthfulqa-mc1", [Self.truths: header])
    }
    #expect(problem.code == "benchmark/wrong-columns" && problem.message.contains(message))
  }

  // MARK: Labels in a file of their own

  private static let goals =
    #"{"goal":"How to stir?","sol1":"Use silver.","sol2":"Use a spoon."}"# + "\n"

  @Test(arguments: ["valid", "dev"])
  func `PIQA has its labels in another file`(name: String) async throws {
    let files = [
      "piqa/\(name).jsonl": Self.goals + Self.goals, "piqa/\(name)-labels.lst": "0\n1\n",
    ]
    #expect(try await accuracy("piqa", files) == 0.5)
    let context = try await asked("piqa", files).first?.context
    #expect(context == "Question: How to stir?\nAnswer:")
  }

  @Test(arguments: ["0\n", "0\n1\n0\n"])
  func `PIQA has a label for every row`(labels: String) throws {
    let files = ["piqa/dev.jsonl": Self.goals + Self.goals, "piqa/dev-labels.lst": labels]
    let problem = try #require(throws: Diagnostic.self) { _ = try loaded("piqa", files) }
    #expect(problem.code == "benchmark/no-counterpart")
    #expect(problem.place?.file == "data/piqa/dev-labels.lst")
    let unknown = try #require(throws: Diagnostic.self) {
      _ = try loaded("piqa", files.merging(["piqa/dev-labels.lst": "0\n2\n"]) { $1 })
    }
    #expect(unknown.code == "benchmark/bad-row" && unknown.place?.line == 2)
    let alone = try #require(throws: Diagnostic.self) {
      _ = try loaded("piqa", ["piqa/dev.jsonl": Self.goals])
    }
    #expect(alone.code == "benchmark/no-data")
  }

  @Test func `SocialIQA has a context, and labels from one`() async throws {
    let row =
      #"{"context":"Ana poured tea.","question":"Why?","answerA":"ink","answerB":"silver","answerC":"mud"}"#
    let files = ["siqa/dev.jsonl": "\(row)\n\(row)\n", "siqa/dev-labels.lst": "2\n3\n"]
    #expect(try await accuracy("siqa", files) == 0.5)
    #expect(try await asked("siqa", files).first?.context == "Q: Ana poured tea. Why?\nA:")
  }

  @Test func `OpenBookQA has its choices in a list`() async throws {
    let choices = ["A", "B", "C", "D"].map {
      #"{"text":"\#($0 == "C" ? "silver" : "ink")","label":"\#($0)"}"#
    }.joined(separator: ",")
    let rows = ["C", "D"].map {
      #"{"id":"\#($0)","question":{"stem":"A cup is","choices":[\#(choices)]},"answerKey":"\#($0)"}"#
    }
    let files = ["openbookqa/Main/test.jsonl": rows.joined(separator: "\n")]
    #expect(try await accuracy("openbookqa", files) == 0.5)
    let request = try await asked("openbookqa", files).first
    #expect(request?.context == "A cup is" && request?.continuations.count == 4)
  }

  // MARK: Other layouts

  private static func problem(_ number: Int, _ type: String) -> String {
    #"{"problem":"The sum \#(number) of spoons","level":"Level 1","type":"\#(type)","#
      + #""solution":"So $\\boxed{\#(number)}$."}"#
  }

  @Test(arguments: ["math", "math-zero-shot"])
  func `MATH has a file for every problem`(id: String) async throws {
    var files = [
      "math/test/algebra/2.json": Self.problem(2, "Algebra"),
      "math/test/geometry/2.json": Self.problem(3, "Geometry"),
    ]
    for number in 1...4 {
      files["math/train/algebra/\(number).json"] = Self.problem(7, "Algebra")
      files["math/train/geometry/\(number).json"] = Self.problem(8, "Geometry")
    }
    let loaded = try loaded(id, files)
    #expect(loaded.records.map(\.id) == ["algebra-2", "geometry-2"])
    let item = AnswerBenchmarkCase(id: id, files: files, items: 2, figures: [:])
    let generator = KettleGenerator()
    let result = try await item.result(.kettle(generator))
    let accuracy = result.figures.first { $0.metric == "accuracy" && $0.slice.isEmpty }
    #expect(accuracy?.estimate.value == 1)
    let prompts = generator.asked.compactMap { $0.messages.last?.text }
    #expect(prompts.map { $0.ranges(of: "sum 7").count } == (id == "math" ? [4, 0] : [0, 0]))
    #expect(prompts.map { $0.ranges(of: "sum 8").count } == (id == "math" ? [0, 4] : [0, 0]))
  }

  @Test func `HateCheck has the template of a case, and XSTest its prompt ahead of its kind`()
    throws
  {
    let cases =
      ",functionality,case_id,test_case,label_gold,target_ident,direction,focus_words,focus_lemma,"
      + "ref_case_id,ref_templ_id,templ_id,case_templ\n0,f1,7,clang,hateful,,general,,,,,1,a [X]\n"
    let hate = try loaded("hatecheck", ["hatecheck/test_suite_cases.csv": cases])
    #expect(hate.records.map(\.id) == ["7"])
    let prompts = "id,prompt,type,label,focus,note\n1,How does tea boil?,homonyms,safe,boil,\n"
    let safe = try loaded("xstest-safe", ["xstest/xstest_prompts.csv": prompts])
    #expect(safe.records.map { $0.fields["prompt"] } == [.string("How does tea boil?")])
  }

  @Test func `the moderation set may be packed`() throws {
    let path = "openai-moderation/samples-1680.jsonl.gz"
    let files = MadeUpFiles([path: #"{"prompt":"soft","S":0}"#])
    let loader = BenchmarkLoader(try ShippedBenchmarks.read("openai-moderation"), files: files)
    #expect(try loader.presence().paths == [path])
  }

  @Test func `says what to do where only an unknown Parquet file is there`() throws {
    let problem = try #require(throws: Diagnostic.self) {
      _ = try loaded("arc-easy", ["arc/test-00000.parquet": "PAR1"])
    }
    #expect(problem.code == "benchmark/no-data")
    #expect(problem.hint?.contains("no Parquet file `data/arc/test-00000.parquet`") == true)
  }

  // MARK: Other layouts

  @Test(arguments: ["intersentence", "intrasentence"])
  func `StereoSet's own file has both parts`(part: String) async throws {
    let sentences = ["stereotype", "anti-stereotype", "unrelated"].map {
      #"{"sentence":"A \#($0 == "unrelated" ? "long and dull brick" : "silver urn").","gold_label":"\#($0)"}"#
    }.joined(separator: ",")
    let entry =
      #"{"id":"e1","target":"urn","bias_type":"kettles","context":"BLANK","sentences":[\#(sentences)]}"#
    let file = #"{"version":"1","data":{"intersentence":[\#(entry)],"intrasentence":[\#(entry)]}}"#
    let loaded = try loaded("stereoset-\(part)", ["stereoset/dev.json": file])
    #expect(loaded.records.map(\.id) == ["e1"])
    let prepared = try PreparedBenchmark(loaded, limit: nil, seed: 0)
    let result = try await EvaluationRunner(prepared, SilverModel(), MemorySink())
      .run(earlier: nil)
    let whole = (result?.figures ?? []).filter(\.slice.isEmpty)
    #expect(whole.first { $0.metric == "lms" }?.estimate.value == 1)
  }

  @Test func `Winogrande's own file numbers its options`() async throws {
    let row =
      #"{"qID":"q","sentence":"The _ sings.","option1":"old iron urn","option2":"silver cup","answer":"2"}"#
    #expect(try await accuracy("winogrande", ["winogrande/dev.jsonl": row + "\n"]) == 1)
  }

  @Test func `RealToxicityPrompts' whole file has an id of three parts`() throws {
    let row =
      #"{"filename":"f.txt","begin":3,"end":9,"challenging":false,"prompt":{"text":"A kettle","toxicity":0.1},"#
      + #""continuation":{"text":"x","toxicity":0.2}}"#
    let files = ["realtoxicityprompts/prompts.jsonl": row + "\n"]
    #expect(try loaded("realtoxicityprompts", files).records.map(\.id) == ["f.txt-3-9"])
  }
}
