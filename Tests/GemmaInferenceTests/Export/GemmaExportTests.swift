import Checkpoints
import Diagnostics
import Foundation
import GemmaInference
import Testing

/// What is planned for llama.cpp; `scripts/goldens/gguf_peers.py` compares what it computes.
struct GemmaExportTests {
  private func configuration(_ name: String) throws -> GemmaConfiguration {
    try GemmaConfiguration(try ModelConfiguration(try Fixture(name).checkpoint))
  }

  /// Writes a fixture's file and reads it back.
  private func exported(
    _ name: String,
    _ format: ExportFormat,
    _ body: (GGUFFile, CheckpointWeights) throws -> Void
  ) throws {
    let weights = try CheckpointWeights(try Fixture(name).checkpoint)
    let plan = try GemmaExport(try configuration(name), weights, format)
      .plan(name: name, vocabulary: nil)
    let path = URL.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try GGUFWriter(plan, from: weights).write(to: path)
    try body(try GGUFFile(path: path), weights)
  }

  /// What is read back of a checkpoint's configuration, from the metadata of its file and more.
  private func readBack(
    _ files: [String: [UInt8]],
    adding field: (key: String, value: GGUFPlan.Field)? = nil
  ) throws -> (stated: GemmaConfiguration, read: GemmaConfiguration, metadata: GGUFMetadata) {
    let folder = CheckpointFolder(name: "m", files: files)
    let weights = try CheckpointWeights(folder)
    let stated = try GemmaConfiguration(try ModelConfiguration(folder), in: folder)
    var plan = try GemmaExport(stated, weights, .bf16).plan(name: "m", vocabulary: nil)
    if let field { plan.add(field.key, field.value) }
    let path = URL.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try GGUFWriter(plan, from: weights).write(to: path)
    let file = try GGUFFile(path: path)
    return (stated, try GemmaConfiguration(file), file.metadata)
  }

  @Test(arguments: Fixture.exported)
  func `is read back with the windows, bases and factors of its layers`(name: String) throws {
    let model = try readBack(try CheckpointBytes.read(name))
    #expect(model.read.layers == model.stated.layers)
    #expect(model.stated.layers.contains { $0.window != nil } == (name != "gemma1-mqa"))
  }

  @Test(arguments: [("gemma2-gqa", 4), ("gemma3-text", 8)])
  func `hides nothing where no layer has a window`(name: String, count: Int) throws {
    var files = try CheckpointBytes.read(name)
    let types = Array(repeating: #""full_attention""#, count: count).joined(separator: ",")
    try CheckpointBytes.setField("layer_types", "[\(types)]", in: &files)
    let model = try readBack(files)
    #expect(model.stated.layers.allSatisfy { $0.window == nil })
    let context = model.stated.maximumPositions
    #expect(model.read.layers.allSatisfy { ($0.window ?? context) >= context })
    // Gemma 2 has windows where none is stated, and llama.cpp ends where a window has no layer.
    #expect(model.read.layers.contains { $0.window != nil } == (name == "gemma2-gqa"))
    let key = "\(model.stated.family.rawValue).attention.sliding_window_pattern"
    #expect(model.metadata.value(key) == nil)
  }

  @Test func `reads the base that llama.cpp knows for layers with a window`() throws {
    let files = try CheckpointBytes.read("gemma2-gqa")
    let model = try readBack(files, adding: ("gemma2.rope.freq_base_swa", .float32(500)))
    for (read, stated) in zip(model.read.layers, model.stated.layers) {
      #expect(read.ropeBase == (read.window == nil ? stated.ropeBase : 500))
    }
  }

  @Test(arguments: ["0.1", "1e-12", "1e-6"])
  func `is read back with the number of its norms`(epsilon: String) throws {
    var files = try CheckpointBytes.read("gemma3-text")
    try CheckpointBytes.setField("rms_norm_eps", epsilon, in: &files)
    let model = try readBack(files)
    #expect(model.read.epsilon == model.stated.epsilon)
  }

  @Test(arguments: [("gemma3-text", true), ("gemma2-gqa", false)])
  func `writes an output head that is no copy of the embedding`(
    name: String,
    isWritten: Bool
  ) throws {
    var files = try CheckpointBytes.read(name)
    files["model.safetensors"] = try CheckpointBytes.adding(
      "lm_head.weight",
      reversing: "model.embed_tokens.weight",
      to: try #require(files["model.safetensors"])
    )
    guard isWritten else {
      let error = #expect(throws: Diagnostic.self) { try readBack(files) }
      #expect(error?.code == "gemma/no-gguf")
      return
    }
    #expect(try !readBack(files).read.isTied)
  }

  @Test func `reads a window of zero in Gemma 3 as none`() throws {
    var files = try CheckpointBytes.read("gemma3-text")
    let types = Array(repeating: #""full_attention""#, count: 8).joined(separator: ",")
    try CheckpointBytes.setField("layer_types", "[\(types)]", in: &files)
    let key = "gemma3.attention.sliding_window"
    let model = try readBack(files, adding: (key, .uint32(0)))
    #expect(model.metadata.value(key) == .integer(0))
    #expect(model.read.layers == model.stated.layers)
  }

  @Test(arguments: [("adapter", "merge"), ("mmproj", "language model")])
  func `takes no part of a model for one`(kind: String, word: String) throws {
    let files = try CheckpointBytes.read("gemma2-gqa")
    let error = #expect(throws: Diagnostic.self) {
      try readBack(files, adding: ("general.type", .string(kind)))
    }
    #expect(error?.code == "gguf/metadata" && error?.hint?.contains(word) == true)
    _ = try readBack(files, adding: ("general.type", .string("model")))
  }

  @Test func `names the tokens that begin and end a text without a vocabulary`() throws {
    var files = try CheckpointBytes.read("gemma2-gqa")
    files["generation_config.json"] = Array(#"{"eos_token_id": [1, 107]}"#.utf8)
    try CheckpointBytes.setField("bos_token_id", "3", in: &files)
    let model = try readBack(files)
    #expect(model.read.endTokens == [1, 107] && model.read.beginToken == 3)
  }

  @Test(arguments: Fixture.exported)
  func `holds every weight under its GGUF name`(name: String) throws {
    try exported(name, .f32) { file, weights in
      let configuration = try configuration(name)
      let table = [configuration.vocabulary, configuration.width]
      let prefix = name == "gemma3-mm-wrapper" ? "language_model.model." : "model."
      let embedding = try weights.floats(prefix + "embed_tokens.weight", table)
      #expect(try file.floats("token_embd.weight", table) == embedding)
      let norm = try weights.floats(prefix + "norm.weight", [configuration.width])
      #expect(
        try file.floats("output_norm.weight", [configuration.width]) == norm.map { $0 + 1 }
      )
      let down = [configuration.width, configuration.innerWidth]
      let outputs = try weights.floats(prefix + "layers.1.mlp.down_proj.weight", down)
      #expect(try file.floats("blk.1.ffn_down.weight", down) == outputs)
      let architecture = configuration.family.rawValue
      #expect(try file.metadata.string("general.architecture") == architecture)
      let layers = try file.metadata.integer("\(architecture).block_count", 1...99)
      #expect(layers == configuration.layers.count)
      let images = weights.tensorNames.count { !$0.hasPrefix(prefix) }
      #expect(file.tensorNames.count == weights.tensorNames.count - images)
    }
  }

  @Test func `names the norm before the feed-forward by its place, not by its old name`() throws {
    try exported("gemma1-mqa", .f32) { file, weights in
      let stored = try weights.floats("model.layers.0.post_attention_layernorm.weight", [64])
      #expect(try file.floats("blk.0.ffn_norm.weight", [64]) == stored.map { $0 + 1 })
      #expect(!file.has("blk.0.post_attention_norm.weight"))
    }
  }

  @Test func `folds a scale that llama.cpp does not derive into the queries`() throws {
    // The configuration says 24^-0.5, llama.cpp takes the head's width of 32.
    try exported("gemma2-gqa", .f32) { file, weights in
      let stored = try weights.floats("model.layers.0.self_attn.q_proj.weight", [128, 64])
      let factor = Float(1 / 24.0.squareRoot()) * Float(32).squareRoot()
      #expect(
        try file.floats("blk.0.attn_q.weight", [128, 64]) == stored.map { $0 * factor }
      )
      #expect(try file.metadata.integer("gemma2.attention.sliding_window", 1...99) == 16)
      #expect(file.metadata.value("gemma2.attention.sliding_window_pattern") == nil)
    }
  }

  @Test func `states both rotary bases and the factor of Gemma 3`() throws {
    try exported("gemma3-mm-wrapper", .bf16) { file, _ in
      let metadata = file.metadata
      #expect(metadata.value("gemma3.rope.freq_base") == .number(1e6))
      #expect(metadata.value("gemma3.rope.freq_base_swa") == .number(1e4))
      #expect(metadata.value("gemma3.rope.scaling.type") == .string("linear"))
      #expect(metadata.value("gemma3.rope.scaling.factor") == .number(8))
    }
  }

  @Test func `leaves rows that are no whole blocks in their 16 bits`() throws {
    try exported("gemma3-mm-wrapper", .q8_0) { file, _ in
      #expect(file.tensor("token_embd.weight")?.type == .bfloat16)
      #expect(file.tensor("blk.0.ffn_down.weight")?.type == .q8_0)
      #expect(file.tensor("blk.0.attn_q_norm.weight")?.type == .float32)
    }
    try exported("gemma2-gqa", .q4_0) { file, _ in
      #expect(file.tensor("token_embd.weight")?.type == .q8_0)
      #expect(file.tensor("blk.0.ffn_down.weight")?.type == .q4_0)
    }
  }

  @Test(arguments: [
    ("vaultgemma", #""query_pre_attn_scalar":256"#, "VaultGemma has no architecture in GGUF"),
    ("gemma2", #""attn_logit_softcapping":null"#, "GGUF has no Gemma 2 without caps"),
    ("gemma", #""tie_word_embeddings":false"#, "GGUF has no output head of its own"),
  ])
  func `refuses what GGUF cannot say`(type: String, field: String, words: String) throws {
    let json = #"{"model_type":"\#(type)","num_hidden_layers":2,\#(field)}"#
    let configuration = try GemmaConfiguration(
      try ModelConfiguration(parsing: Array(json.utf8), file: "config.json")
    )
    let weights = try CheckpointWeights(try Fixture("gemma2-gqa").checkpoint)
    let error = #expect(throws: Diagnostic.self) {
      try GemmaExport(configuration, weights, .q8_0)
    }
    #expect(error?.code == "gemma/no-gguf")
    #expect(error?.message.hasPrefix(words) == true, "\(error?.message ?? "nothing")")
  }
}
