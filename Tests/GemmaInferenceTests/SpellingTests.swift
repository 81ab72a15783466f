import Checkpoints
import Diagnostics
import Foundation
import GemmaInference
import Testing

/// Holds what is computed for the spellings of `config.json` to what transformers computes for them.
struct SpellingTests {
  struct Case: Decodable, Sendable, CustomStringConvertible {
    let base: String
    let name: String
    let config: String
    let input_ids: [Int32]
    let logits: [Float]
    /// Parts of names of tensors that the family does not have.
    let without: [String]?
    /// The name of an output head that is added: the embedding's rows, the last one first.
    let head: String?

    var description: String { "\(base): \(name)" }
  }

  private struct File: Decodable { let cases: [Case] }

  /// From `scripts/goldens/gemma_spellings.py`.
  static let cases: [Case] = {
    let path = Fixture.folder.appending(path: "config-spellings.json")
    let file = try? JSONDecoder().decode(File.self, from: Data(contentsOf: path))
    return file?.cases ?? []
  }()

  @Test func `there are spellings`() { #expect(Self.cases.count > 45) }

  @Test(arguments: cases)
  func `computes what transformers does`(item: Case) throws {
    var files = try CheckpointBytes.read(item.base)
    files["config.json"] = Array(item.config.utf8)
    if let without = item.without {
      let bytes = try #require(files["model.safetensors"])
      files["model.safetensors"] = try CheckpointBytes.renamed(bytes) { name in
        without.contains { name.contains($0) } ? nil : name
      }
    }
    if let head = item.head { try CheckpointBytes.addHead(head, to: &files) }
    let engine = GemmaEngine(try GemmaModel(CheckpointFolder(name: "m", files: files)))
    let last = item.input_ids.count - 1
    let logits = try engine.read(
      item.input_ids,
      in: try engine.makeSession(capacity: 200),
      logits: .init(rows: last..<last + 1)
    )
    #expect(distance(Array(logits.values.prefix(item.logits.count)), item.logits) <= 1e-3)
  }

  /// Prefixes of old and new exports, with the images' tensors beside them.
  @Test(arguments: ["model.", "language_model.model.", "model.language_model.", ""])
  func `finds the text part behind any prefix`(prefix: String) throws {
    let fixture = try Fixture("gemma3-text")
    var files = try CheckpointBytes.read("gemma3-text")
    let bytes = try #require(files["model.safetensors"])
    files["model.safetensors"] = try CheckpointBytes.renamed(bytes) { name in
      prefix + name.dropFirst("model.".count)
    }
    let engine = GemmaEngine(try GemmaModel(CheckpointFolder(name: "m", files: files)))
    let ids = fixture.cases[1].input_ids
    #expect(distance(try engine.readAll(ids), try fixture.logits(1)) <= 1e-3)
  }

  /// The rows of the untied head are those of the embedding, in reverse.
  @Test(arguments: ["lm_head.weight", "language_model.lm_head.weight"])
  func `takes an output head of its own where it is not tied`(name: String) throws {
    let fixture = try Fixture("gemma3-text")
    var files = try CheckpointBytes.read("gemma3-text")
    let config = String(decoding: try #require(files["config.json"]), as: UTF8.self)
    let untied = "{\"tie_word_embeddings\": false,"
    files["config.json"] = Array((untied + config.drop { $0 != "{" }.dropFirst()).utf8)
    let bytes = try #require(files["model.safetensors"])
    #expect(throws: Diagnostic.self) { try GemmaModel(CheckpointFolder(name: "m", files: files)) }
    files["model.safetensors"] = try CheckpointBytes.adding(
      name,
      reversing: "model.embed_tokens.weight",
      to: bytes
    )
    let engine = GemmaEngine(try GemmaModel(CheckpointFolder(name: "m", files: files)))
    let ids = Array(fixture.cases[0].input_ids)
    let last = ids.count - 1
    let session = try engine.makeSession(capacity: 100)
    let logits = try engine.read(ids, in: session, logits: .init(rows: last..<last + 1))
    let reference = Array(try fixture.logits(0).suffix(logits.columns))
    #expect(distance(logits.values.reversed(), reference) <= 1e-3)
  }

  /// The last logits of the first prompt, and what transformers computes with the embedding as head.
  private func lastLogits(_ files: [String: [UInt8]]) throws -> (found: [Float], tied: [Float]) {
    let fixture = try Fixture("gemma3-text")
    let engine = GemmaEngine(try GemmaModel(CheckpointFolder(name: "m", files: files)))
    let ids = fixture.cases[0].input_ids
    let session = try engine.makeSession(capacity: 100)
    let logits = try engine.read(ids, in: session, logits: .init(rows: ids.count - 1..<ids.count))
    return (logits.values, Array(try fixture.logits(0).suffix(logits.columns)))
  }

  @Test func `takes a head that is no copy of the embedding for one of its own`() throws {
    var files = try CheckpointBytes.read("gemma3-text")
    let bytes = try #require(files["model.safetensors"])
    let (head, table) = ("lm_head.weight", "model.embed_tokens.weight")
    files["model.safetensors"] = try CheckpointBytes.adding(head, reversing: table, to: bytes)
    let own = try lastLogits(files)
    #expect(distance(own.found.reversed(), own.tied) <= 1e-3)
    files["model.safetensors"] = try CheckpointBytes.adding(head, copying: table, to: bytes)
    let copy = try lastLogits(files)
    #expect(distance(copy.found, copy.tied) <= 1e-3)
  }

  @Test func `finds a tied embedding that was saved as the head alone`() throws {
    var files = try CheckpointBytes.read("gemma3-text")
    let bytes = try #require(files["model.safetensors"])
    files["model.safetensors"] = try CheckpointBytes.renamed(bytes) { name in
      name == "model.embed_tokens.weight" ? "lm_head.weight" : name
    }
    let logits = try lastLogits(files)
    #expect(distance(logits.found, logits.tied) <= 1e-3)
    try CheckpointBytes.setField("tie_word_embeddings", "false", in: &files)
    let error = #expect(throws: Diagnostic.self) { try lastLogits(files) }
    #expect(error?.code == "checkpoint/missing-tensor")
  }
}
