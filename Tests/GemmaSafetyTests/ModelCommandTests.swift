import Foundation
import Testing

/// `model inspect` and `model quantize`, run as a person runs them.
struct ModelCommandTests {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "GemmaInferenceTests/Fixtures")

  private func object(_ text: String) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return try #require(value as? [String: Any])
  }

  /// A checkpoint with the mini tokenizer beside it.
  private func checkpoint(_ tool: CommandLineTool, tokenizer: Bool = false) throws -> String {
    let folder = tool.folder + "/model"
    let source = Self.fixtures.appending(path: "gemma2-gqa").path
    try FileManager.default.copyItem(atPath: source, toPath: folder)
    if tokenizer {
      let file = Self.fixtures.appending(path: "mini-tokenizer/tokenizer.json").path
      try FileManager.default.copyItem(atPath: file, toPath: folder + "/tokenizer.json")
    }
    return folder
  }

  @Test func `inspects a folder`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let folder = try checkpoint(tool, tokenizer: true)
    let arguments = ["model", "inspect", folder, "--context-tokens", "1000", "--json"]
    let result = try tool.run(arguments)
    #expect(result.status == 0)
    let model = try object(result.output)
    #expect(model["format"] as? String == "gemma-safety.model/1")
    #expect(model["architecture"] as? String == "gemma2")
    #expect(model["layers"] as? Int == 4 && model["window"] as? Int == 16)
    #expect(model["problem"] is NSNull)
    let memory = try #require(model["memory"] as? [String: Any])
    // 2 layers of 1000 tokens and 2 of a window of 16 with a chunk of 512; keys and values of 2
    // heads of 32 in 4 bytes.
    #expect(memory["cache_bytes"] as? Int == 2 * (1000 + 16 + 512) * 2 * 2 * 32 * 4)
    #expect(memory["cache_type"] as? String == "float32")
    #expect((model["tokenizer"] as? [String: Any])?["tokens"] as? Int == 2048)
    let text = try tool.run(["model", "inspect", folder])
    #expect(text.output.contains("the whole, as OpenSSF model signing has it"))
    #expect(text.output.contains("  F32 "))
  }

  @Test func `counts no table that is read by the row, and caches once that layers share`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let fixtures = CommandLineTool.repository + "/Tests/GemmaInferenceTests/Fixtures"
    let arguments = ["model", "inspect", "\(fixtures)/gemma4-small", "--json"]
    let model = try object(try tool.run(arguments + ["--context-tokens", "100"]).output)
    #expect(model["parameters"] as? Int == 316_558)
    let memory = try #require(model["memory"] as? [String: Any])
    // All but 512 tokens of 6 layers' 8 numbers, in bfloat16.
    #expect(memory["weights_bytes"] as? Int == 2 * (316_558 - 512 * 6 * 8))
    // Of six layers the last three read others' keys and values: two heads of 16 twice, and of 32.
    #expect(memory["cache_bytes"] as? Int == 100 * 2 * 2 * (16 + 16 + 32) * 4)
  }

  @Test func `finds the shipped model by its name`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let model = try tool.run(["model", "inspect", "gemma-demo", "--no-digest", "--json"])
    #expect(model.status == 0, "\(model.errors)")
    #expect(try object(model.output)["architecture"] as? String == "gemma3")
    let quantized = try tool.run(["model", "quantize", "gemma-demo", "-o", "m", "--dry-run"])
    #expect(quantized.status == 0 && quantized.output.hasPrefix("would write m: "))
  }

  /// Expected is what the PyPI package model-signing 1.1.1 computes of the same files.
  @Test func `has the digest of OpenSSF model signing`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let folder = try checkpoint(tool)
    for name in ["expected.json", "reference.safetensors"] {
      try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
    let extra = [
      ("sub/z", "1\n"), ("sub-a", "8\n"), ("sub.txt", "2\n"), ("É", "é\n"), (".hidden", "7\n"),
      (".git/x", "6\n"), (".gitignore", "5\n"), ("sub/.git/c", "3\n"), ("B", "1\n"),
    ]
    for (name, text) in extra {
      let path = URL(filePath: "\(folder)/\(name)")
      try FileManager.default.createDirectory(
        at: path.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try Data(text.utf8).write(to: path)
    }
    let result = try tool.run(["model", "inspect", folder, "--json"])
    let digest = try #require(try object(result.output)["digest"] as? [String: Any])
    let files = try #require(digest["files"] as? [[String: Any]])
    #expect(
      files.map { $0["path"] as? String ?? "" } == [
        ".hidden", "B", "config.json", "generation_config.json", "model.safetensors", "sub/.git/c",
        "sub/z", "sub-a", "sub.txt", "É",
      ]
    )
    #expect(
      digest["sha256"] as? String
        == "938ece1e08f9088c6cc8c2273a56938912fa69c1b52fe0878d936dd83c21426e"
    )
  }

  @Test func `quantizes a folder into a file that it inspects`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let folder = try checkpoint(tool)
    let dry = try tool.run([
      "model", "quantize", folder, "-o", "m.gguf", "--format", "q4_0", "--dry-run",
    ])
    #expect(dry.status == 0 && dry.output.hasPrefix("would write m.gguf: "))
    #expect(!FileManager.default.fileExists(atPath: tool.folder + "/m.gguf"))
    let result = try tool.run([
      "model", "quantize", folder, "-o", "m.gguf", "--format", "q4_0", "--json",
    ])
    #expect(result.status == 0)
    #expect(result.errors.contains("takes token ids alone"))
    let written = try object(result.output)
    #expect(written["tensors"] as? [String: Int] == ["F32": 17, "Q4_0": 28, "Q8_0": 1])
    let model = try object(try tool.run(["model", "inspect", "m.gguf", "--json"]).output)
    #expect(model["container"] as? String == "gguf" && model["vocabulary"] as? Int == 512)
    let files = (model["digest"] as? [String: Any])?["files"] as? [[String: Any]]
    #expect(files?.first?["sha256"] as? String == written["sha256"] as? String)
    let again = try tool.run(["model", "quantize", "m.gguf", "-o", "n.gguf"])
    #expect(again.status == 2 && again.errors.contains("error[model/not-a-folder]"))
  }

  @Test func `tells of weights that are not the configuration's beside what it finds`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let folder = try checkpoint(tool)
    let text = try String(contentsOfFile: folder + "/config.json", encoding: .utf8)
    let layers = #""num_hidden_layers": "#
    for (count, code) in [("3", "gemma/unknown-tensor"), ("5", "checkpoint/missing-tensor")] {
      try tool.write(
        text.replacingOccurrences(of: layers + "4", with: layers + count),
        to: "model/config.json"
      )
      let result = try tool.run(["model", "inspect", folder, "--json"])
      #expect(result.status == 2 && result.errors.contains("error[\(code)]"), "\(result.errors)")
      let model = try object(result.output)
      #expect(model["layers"] as? Int == Int(count))
      #expect((model["problem"] as? [String: String])?["code"] == code)
      let shown = try tool.run(["model", "inspect", folder, "--no-digest"])
      #expect(shown.status == 2 && shown.output.contains("architecture"))
      let made = try tool.run(["model", "quantize", folder, "-o", "m.gguf"])
      #expect(made.status == 2 && made.errors.contains("error[\(code)]"), "\(made.errors)")
      #expect(!FileManager.default.fileExists(atPath: tool.folder + "/m.gguf"))
    }
  }

  @Test(
    arguments: ["model/model.safetensors", "model/../model/config.json", "hard", "link", "pipe"]
  )
  func `writes over no file of the checkpoint, and over nothing but a file`(output: String) throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let folder = try checkpoint(tool)
    let files = FileManager.default
    let weights = folder + "/model.safetensors"
    try files.linkItem(atPath: weights, toPath: tool.folder + "/hard")
    try files.createSymbolicLink(atPath: tool.folder + "/link", withDestinationPath: "elsewhere")
    #expect(mkfifo(tool.folder + "/pipe", 0o600) == 0)
    let before = try tool.files(in: "model")
    for more in [["--dry-run"], []] {
      let result = try tool.run(["model", "quantize", "model", "-o", output] + more)
      let code = output == "link" || output == "pipe" ? "checkpoint/unwritable" : "model/output"
      #expect(result.status == 2 && result.errors.contains("error[\(code)]"), "\(result.errors)")
    }
    #expect(try tool.files(in: "model") == before)
    #expect(try files.destinationOfSymbolicLink(atPath: tool.folder + "/link") == "elsewhere")
    let pipe = try files.attributesOfItem(atPath: tool.folder + "/pipe")
    #expect(pipe[.type] as? FileAttributeType != .typeRegular)
  }

  @Test func `replaces the file that it wrote into the folder before`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    _ = try checkpoint(tool)
    for _ in 0..<2 {
      let result = try tool.run(["model", "quantize", "model", "-o", "model/m.gguf", "-q"])
      #expect(result.status == 0, "\(result.errors)")
    }
  }

  @Test func `reads texts by the pieces and merges of Gemma 4's GGUF files`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let tests = CommandLineTool.repository + "/Tests"
    // The same tokenizer, once with merges and once with the scores of older files.
    let files = [
      "\(tests)/GemmaInferenceTests/Fixtures/gguf/gemma4-tokens.gguf",
      "\(tests)/CheckpointsTests/Fixtures/gguf/gemma2-gguf-q8_0.gguf",
    ]
    let texts = [
      "The silver kettle dances", "  two  spaces ", "été 漢字 🫠\n\ttabs", "<eos> is no sign <bos>",
      "a\u{1}b",
    ]
    for text in texts {
      let ids = try files.map { file in
        let result = try tool.run(["model", "score", file, "--text", text, "--json"])
        #expect(result.status == 0, "\(result.errors)")
        return try object(result.output)["token_ids"] as? [Int]
      }
      #expect(ids[0] == ids[1] && (ids[0]?.count ?? 0) > 3, "\(text)")
    }
  }

  @Test func `refuses what it does not know, by name`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let folder = try checkpoint(tool)
    try Data(#"{"model_type":"gemma3n"}"#.utf8).write(to: URL(filePath: folder + "/config.json"))
    let other = try tool.run(["model", "inspect", folder])
    #expect(other.status == 2 && other.errors.contains("error[gemma/unsupported]: Gemma 3n"))
    try Data("silver kettle".utf8).write(to: URL(filePath: tool.folder + "/x.gguf"))
    let file = try tool.run(["model", "inspect", "x.gguf"])
    #expect(file.status == 2 && file.errors.contains("error[gguf/magic]"))
    try FileManager.default.createDirectory(
      atPath: tool.folder + "/ggufs",
      withIntermediateDirectories: true
    )
    try tool.write("silver kettle", to: "ggufs/kettle.gguf")
    let within = try tool.run(["model", "inspect", "ggufs"])
    #expect(within.status == 2 && within.errors.contains("`ggufs/kettle.gguf`"), "\(within.errors)")
    let absent = try tool.run(["model", "inspect", "none"])
    #expect(absent.status == 2 && absent.errors.contains("error[model/unknown]"))
    let format = try tool.run(["model", "quantize", folder, "-o", "m", "--format", "q2"])
    #expect(format.status == 64)
  }
}
