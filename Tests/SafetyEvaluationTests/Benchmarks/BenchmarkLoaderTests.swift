import Diagnostics
import FuzzSupport
import SafetyEvaluation
import Testing

/// What is refused in a benchmark's files, and how it is named.
struct BenchmarkLoaderTests {
  private static let crows = "crows-pairs/crows_pairs_anonymized.csv"
  private static let header =
    ",sent_more,sent_less,stereo_antistereo,bias_type,annotations,anon_writer,anon_annotators\n"
  private static let row = "0,A kettle.,A cup.,stereo,age,[],a1,[]\n"

  private func load(_ id: String, _ files: [String: String]) throws -> LoadedBenchmark {
    try BenchmarkLoader(ShippedBenchmarks.read(id), files: MadeUpFiles(files)).load()
  }

  private func problem(_ id: String, _ files: [String: String]) throws -> Diagnostic {
    try #require(throws: Diagnostic.self) { _ = try load(id, files) }
  }

  @Test func `says which files are missing and where they come from`() throws {
    let problem = try problem("crows-pairs", [:])
    #expect(problem.code == "benchmark/no-data")
    #expect(problem.message.contains(Self.crows))
    #expect(problem.hint?.contains("https://github.com/nyu-mll/crows-pairs") == true)
  }

  @Test func `names wrong columns with file and line`() throws {
    let wrong = Self.header.replacing("sent_less", with: "sent_fewer") + Self.row
    let problem = try problem("crows-pairs", [Self.crows: wrong])
    #expect(problem.code == "benchmark/wrong-columns")
    #expect(problem.message.contains("`sent_less`") && problem.message.contains("`sent_fewer`"))
    #expect(problem.place == .init(file: "data/\(Self.crows)", line: 1))
  }

  @Test func `prints no cell of a table without a header`() throws {
    let problem = try problem("crows-pairs", [Self.crows: "0,A silver kettle.,A cup.,stereo\n"])
    #expect(problem.code == "benchmark/wrong-columns" && problem.place?.line == 1)
    #expect(problem.message.contains("`sent_more`") && !problem.message.contains("kettle"))
  }

  @Test func `says how to read a table that a spreadsheet saved`() throws {
    let bytes: [UInt8] = [0xFF, 0xFE] + Self.header.utf8.flatMap { [$0, 0] as [UInt8] }
    let files = RawFiles(path: Self.crows, bytes: bytes)
    let problem = try #require(throws: Diagnostic.self) {
      _ = try BenchmarkLoader(ShippedBenchmarks.read("crows-pairs"), files: files).load()
    }
    #expect(problem.code == "benchmark/invalid-utf8" && problem.place?.line == 1)
    #expect(problem.hint?.contains("UTF-16") == true)
  }

  @Test func `names a row of another length with its line, quoted newlines counted`() throws {
    let long = "1,\"A kettle,\nand\nmore.\",A cup.,stereo,age,[],a1,[]\n"
    let text = Self.header + long + "2,A kettle.,A cup.\n"
    let problem = try problem("crows-pairs", [Self.crows: text])
    #expect(problem.code == "benchmark/wrong-columns" && problem.place?.line == 5)
  }

  @Test(arguments: [("0,\"A kettle,x\n", 2), ("0,\"A kettle\"x,y\n", 2)])
  func `names broken quotation marks`(row: String, line: Int) throws {
    let problem = try problem("crows-pairs", [Self.crows: Self.header + row])
    #expect(problem.code == "benchmark/bad-row" && problem.place?.line == line)
  }

  @Test func `names a repeated id with both places`() throws {
    let problem = try problem("crows-pairs", [Self.crows: Self.header + Self.row + Self.row])
    #expect(problem.code == "benchmark/duplicate-id" && problem.place?.line == 3)
    #expect(problem.message.contains("data/\(Self.crows):2"))
  }

  @Test func `refuses a set without items`() throws {
    let problem = try problem("crows-pairs", [Self.crows: Self.header])
    #expect(problem.code == "benchmark/empty")
  }

  @Test func `stops at every place where it is asked whether to go on`() throws {
    let rows = (0..<5_000).map { "\($0),A kettle.,A cup.,stereo,age,[],a1,[]\n" }
    let loader = BenchmarkLoader(
      try ShippedBenchmarks.read("crows-pairs"),
      files: MadeUpFiles([Self.crows: Self.header + rows.joined()])
    )
    var asked = 0
    let loaded = try loader.load { asked += 1 }
    #expect(loaded.records.count == 5_000)
    // Before the file, then while its rows are cut and while they are made records.
    #expect(asked >= 6)
    for last in 1...asked {
      var count = 0
      #expect(throws: CancellationError.self) {
        _ = try loader.load {
          count += 1
          if count == last { throw CancellationError() }
        }
      }
      #expect(count == last)
    }
  }

  @Test func `names a broken line of JSON`() throws {
    let file = "winogenerated/winogenerated_examples.jsonl"
    let problem = try problem("winogenerated", [file: "\n{\"index\":0,}\n"])
    #expect(problem.place?.line == 2 && problem.code.rawValue.hasPrefix("json/"))
  }

  @Test func `names a field that a template asks for in vain`() throws {
    let file = "halueval/general_data.json"
    let loaded = try load("halueval", [file: #"{"user_query":"A cup?","hallucination":"no"}"#])
    let problem = try #require(throws: Diagnostic.self) {
      _ = try PreparedBenchmark(loaded, limit: nil, seed: 0)
    }
    #expect(problem.code == "benchmark/missing-field" && problem.place?.line == 1)
    #expect(problem.message.contains("chatgpt_response"))
  }

  @Test func `counts the entries of a list, which have no line of their own`() throws {
    let questions =
      #"[{"question":"Q","choices":["a","b","c","d"],"answer":0},{"question":"Q","choices":["a","b","c","d"],"answer":7}]"#
    let loaded = try load("wmdp", ["wmdp/bio-questions.json": questions])
    let problem = try #require(throws: Diagnostic.self) {
      _ = try PreparedBenchmark(loaded, limit: nil, seed: 0)
    }
    #expect(
      problem.place?.file == "data/wmdp/bio-questions.json, entry 2" && problem.place?.line == nil
    )
  }

  @Test func `refuses an answer that is none of the choices`() throws {
    let loaded = try load(
      "commonsenseqa",
      ["commonsenseqa/default_val.csv": "q,a,b,c,d,e,A\nq,a,b,c,d,e,F\n"]
    )
    let problem = try #require(throws: Diagnostic.self) {
      _ = try PreparedBenchmark(loaded, limit: nil, seed: 0)
    }
    #expect(problem.code == "benchmark/bad-row" && problem.place?.line == 2)
  }

  @Test func `asks for worked examples that are not there`() throws {
    let missing = try problem("mmlu", ["mmlu/test/tea_test.csv": "q,a,b,c,d,A\n"])
    #expect(missing.code == "benchmark/no-data" && missing.message.contains("mmlu/dev/*_dev.csv"))
    let loaded = try load(
      "mmlu",
      ["mmlu/test/tea_test.csv": "q,a,b,c,d,A\n", "mmlu/dev/tea_dev.csv": "q,a,b,c,d,A\n"]
    )
    let problem = try #require(throws: Diagnostic.self) {
      _ = try PreparedBenchmark(loaded, limit: nil, seed: 0)
    }
    #expect(problem.code == "benchmark/no-examples")
  }

  @Test func `has another digest for other data, and the same for the same`() throws {
    let first = try load("crows-pairs", [Self.crows: Self.header + Self.row])
    let again = try load("crows-pairs", [Self.crows: Self.header + Self.row])
    let other = try load("crows-pairs", [Self.crows: Self.header + "1" + Self.row])
    #expect(first.dataSHA256 == again.dataSHA256 && first.dataSHA256 != other.dataSHA256)
  }

  @Test func `Fuzz: reads or refuses any bytes with a diagnostic`() throws {
    let table = Array((Self.header + Self.row + "1,\"A \"\"kettle\"\".\",B,s,b,[],a,[]\n").utf8)
    let json = Array(
      LikelihoodBenchmarkCase.all.first { $0.id == "wmdp" }?
        .files["wmdp/bio-questions.json"]?.utf8 ?? "".utf8
    )
    try Fuzz.rounds(400, seed: 61_000) { round, generator in
      let isTable = round.isMultiple(of: 2)
      let bytes = Fuzz.mutated(isTable ? table : json, alphabet: ",\"\n\r{}[]:", with: &generator)
      let files = RawFiles(path: isTable ? Self.crows : "wmdp/bio-questions.json", bytes: bytes)
      let description = try ShippedBenchmarks.read(isTable ? "crows-pairs" : "wmdp")
      do {
        let loaded = try BenchmarkLoader(description, files: files).load()
        _ = try PreparedBenchmark(loaded, limit: 2, seed: round)
      } catch is Diagnostic {}
    }
  }
}

/// One file of any bytes.
private struct RawFiles: BenchmarkFiles {
  let path: String
  let bytes: [UInt8]
  let root = "data"

  func names(in folder: String) throws -> [String] {
    let parts = path.split(separator: "/")
    return parts.dropLast().joined(separator: "/") == folder ? [String(parts.last ?? "")] : []
  }

  func read(_ path: String, maximum: Int) throws -> [UInt8] { bytes }
}
