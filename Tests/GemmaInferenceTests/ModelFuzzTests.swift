import Checkpoints
import Diagnostics
import Foundation
import FuzzSupport
import GemmaInference
import Testing

/// Mutated models: refused with a diagnostic, or run without a crash.
struct ModelFuzzTests {
  private static let most = 32 << 20

  /// Runs what could be loaded, and counts what was refused.
  private static func isRefused(_ load: () throws -> GemmaModel) -> Bool {
    do {
      let engine = GemmaEngine(try load(), chunk: 4)
      let session = try engine.makeSession(capacity: 8)
      let ids = (0..<6).map { Int32($0 % engine.model.configuration.vocabulary) }
      try engine.read(ids, in: session, logits: .init(rows: 5..<6, tokens: [0]))
      return false
    } catch {
      #expect(error is Diagnostic, "\(error)")
      return true
    }
  }

  @Test(arguments: ["gemma2-gqa", "gemma3-mm-wrapper", "gemma4-small", "gemma4-experts"])
  func `reads or refuses a mutated configuration`(name: String) throws {
    var files = try CheckpointBytes.read(name)
    let config = try #require(files["config.json"])
    var refused = 0
    Fuzz.rounds(400, seed: 71_000) { _, generator in
      files["config.json"] = Fuzz.mutated(
        config,
        alphabet: "{}[]\",:0123456789.-e",
        with: &generator
      )
      let folder = CheckpointFolder(name: "m", files: files)
      if Self.isRefused({ try GemmaModel(folder) }) { refused += 1 }
    }
    #expect(refused > 100)
  }

  @Test(arguments: [
    "CheckpointsTests/Fixtures/gguf/gemma2-gguf-q4_0.gguf",
    "GemmaInferenceTests/Fixtures/gguf/gemma4-small.gguf",
    "GemmaInferenceTests/Fixtures/gguf/gemma4-experts.gguf",
  ])
  func `reads or refuses a mutated GGUF file`(name: String) throws {
    let path = Fixture.folder.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: name).path
    let file = try CheckpointFile(path: path, maximum: Self.most)
    let good = try file.bytes()
    // Where the header is longer, most of it is the tokenizer's list.
    let header = 4096
    var refused = 0
    Fuzz.rounds(100, seed: 72_000) { _, generator in
      let start = Fuzz.mutated(
        Array(good[..<header]),
        alphabet: "\u{1}\u{2}\u{4}\u{8}\u{20}\u{7F}gema",
        with: &generator
      )
      let bytes = start + good[header...]
      let load = {
        try GemmaModel(
          try GGUFFile(try CheckpointFile(name: "m", bytes: bytes, maximum: Self.most))
        )
      }
      if Self.isRefused(load) { refused += 1 }
    }
    #expect(refused > 20)
  }
}
