import Checkpoints
import Diagnostics
import Foundation
import GemmaInference
import Testing

/// Against the vocabulary that llama.cpp's own converter wrote for the same tokenizer.
struct GemmaVocabularyTests {
  private static let gguf = Fixture.folder.deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "CheckpointsTests/Fixtures/gguf/gemma2-gguf-q8_0.gguf").path

  private func folder(_ names: [String]) throws -> CheckpointFolder {
    let folder = Fixture.folder.appending(path: "mini-tokenizer")
    var files: [String: [UInt8]] = [:]
    for name in names { files[name] = Array(try Data(contentsOf: folder.appending(path: name))) }
    return CheckpointFolder(name: "mini", files: files)
  }

  private func metadata(
    _ names: [String],
    rows: Int = 2048,
    ends: String = "1"
  ) throws -> GGUFMetadata {
    let vocabulary = try #require(try GemmaVocabulary(try folder(names)))
    var plan = GGUFPlan()
    let json =
      #"{"model_type":"gemma2","num_hidden_layers":1,"vocab_size":\#(rows),"eos_token_id":\#(ends)}"#
    vocabulary.add(
      to: &plan,
      rows: rows,
      try GemmaConfiguration(try ModelConfiguration(parsing: Array(json.utf8), file: "c"))
    )
    let path = URL.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let weights = try CheckpointWeights(try Fixture("gemma2-gqa").checkpoint)
    try GGUFWriter(plan, from: weights).write(to: path)
    return try GGUFFile(path: path).metadata
  }

  @Test(arguments: ["tokenizer.json", "tokenizer.model"])
  func `has the tokens and kinds of llama.cpp's converter`(file: String) throws {
    let found = try metadata([file, "tokenizer_config.json"])
    let wanted = try GGUFFile(path: Self.gguf).metadata
    let key = "tokenizer.ggml."
    let tokens = try wanted.strings(key + "tokens")
    #expect(try found.strings(key + "tokens") == tokens)
    let kinds = try wanted.integers(key + "token_type", as: Int32.self)
    #expect(try found.integers(key + "token_type", as: Int32.self) == kinds)
    for name in ["bos", "eos", "unknown", "padding"] {
      #expect(found.value(key + "\(name)_token_id") == wanted.value(key + "\(name)_token_id"))
    }
    #expect(found.value(key + "eot_token_id") == .integer(11))
    #expect(found.value(key + "add_space_prefix") == .boolean(false))
    #expect(try found.string("tokenizer.chat_template")?.contains("start_of_turn") == true)
  }

  @Test func `names a third token that ends a text`() throws {
    let key = "tokenizer.ggml.eom_token_id"
    #expect(try metadata(["tokenizer.json"], ends: "[1, 11]").value(key) == nil)
    #expect(try metadata(["tokenizer.json"], ends: "[1, 11, 9]").value(key) == .integer(9))
  }

  @Test func `scores from merges order tokens as SentencePiece's scores do`() throws {
    let fromMerges = try metadata(["tokenizer.json"])
    let merges = try #require(try fromMerges.floats("tokenizer.ggml.scores"))
    let pieces = try #require(try metadata(["tokenizer.model"]).floats("tokenizer.ggml.scores"))
    let kinds = try #require(try fromMerges.integers("tokenizer.ggml.token_type", as: Int.self))
    let lowest = try #require(merges.min())
    // Runs of spaces are added tokens, which SentencePiece scores zero, and merges all the same.
    let merged = merges.indices.filter { merges[$0] > lowest && kinds[$0] == 1 }
    #expect(merged.count > 1000)
    #expect(
      merged.sorted { merges[$0] > merges[$1] } == merged.sorted { pieces[$0] > pieces[$1] }
    )
  }

  @Test func `fills rows past the tokenizer and drops tokens past the rows`() throws {
    let long = try metadata(["tokenizer.json"], rows: 2050)
    #expect(
      try long.strings("tokenizer.ggml.tokens")?.last.map(Array.init) == Array("[PAD2049]".utf8)
    )
    #expect(try long.integers("tokenizer.ggml.token_type", as: Int.self)?.last == 5)
    let short = try metadata(["tokenizer.json"], rows: 2000)
    #expect(try short.strings("tokenizer.ggml.tokens")?.count == 2000)
    #expect(try short.floats("tokenizer.ggml.scores")?.count == 2000)
  }

  @Test func `is nothing where the folder has no tokenizer`() throws {
    #expect(try GemmaVocabulary(try folder(["tokenizer_config.json"])) == nil)
  }

  @Test func `takes the template from a file of its own or by its name`() throws {
    var files = [
      "tokenizer.json": Array(
        try Data(contentsOf: Fixture.folder.appending(path: "mini-tokenizer/tokenizer.json"))
      )
    ]
    let list =
      #"{"chat_template":[{"name":"tool","template":"a"},{"name":"default","template":"b"}]}"#
    files["tokenizer_config.json"] = Array(list.utf8)
    #expect(try GemmaVocabulary(CheckpointFolder(name: "m", files: files))?.template == "b")
    files["chat_template.jinja"] = Array("c".utf8)
    #expect(try GemmaVocabulary(CheckpointFolder(name: "m", files: files))?.template == "c")
    files["chat_template.jinja"] = nil
    files["tokenizer_config.json"] = Array("[]".utf8)
    #expect(throws: Diagnostic.self) {
      try GemmaVocabulary(CheckpointFolder(name: "m", files: files))
    }
  }
}
