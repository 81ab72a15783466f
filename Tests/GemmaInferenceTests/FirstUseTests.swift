import Checkpoints
import Diagnostics
import Foundation
import GemmaInference
import TensorCompute
import Testing

/// Weights are read when a layer is used for the first time.
struct FirstUseTests {
  private static let ids: [Int32] = [2, 9, 40, 7, 300, 11]

  private static func engine(
    _ files: [String: [UInt8]],
    _ precision: GemmaPrecision = .stored
  ) throws -> GemmaEngine {
    GemmaEngine(try GemmaModel(CheckpointFolder(name: "m", files: files), precision: precision))
  }

  private static func logits(_ engine: GemmaEngine, _ request: LogitRequest) throws -> [Float] {
    try engine.read(ids, in: try engine.makeSession(capacity: 64), logits: request).values
  }

  @Test func `opens a model with a damaged layer, and says so when it comes to it`() throws {
    var files = try CheckpointBytes.read("gemma3-text")
    let name = "model.layers.5.mlp.down_proj.weight"
    let whole = try #require(files["model.safetensors"])
    files["model.safetensors"] = try CheckpointBytes.damaged(whole, name)
    let engine = try Self.engine(files)
    let session = try engine.makeSession(capacity: 64)
    for _ in 0..<2 {
      let error = #expect(throws: Diagnostic.self) { try engine.read(Self.ids, in: session) }
      #expect(error?.code == "gemma/not-finite" && error?.message.contains(name) == true)
      #expect(session.position == 0)
    }
    let error = #expect(throws: Diagnostic.self) { try engine.prepare() }
    #expect(error?.code == "gemma/not-finite")
    let generation = try TokenGeneration(Self.ids, in: session, engine, .init())
    #expect(throws: Diagnostic.self) { try generation.next() }
  }

  @Test func `never reads a row of the embedding that no text has`() throws {
    var files = try CheckpointBytes.read("gemma3-text")
    let whole = try #require(files["model.safetensors"])
    // The sixth number of the table belongs to token 0.
    files["model.safetensors"] = try CheckpointBytes.damaged(whole, "model.embed_tokens.weight")
    let engine = try Self.engine(files)
    #expect(try Self.logits(engine, .init(rows: 5..<6, tokens: [4, 9])).allSatisfy(\.isFinite))
    let error = #expect(throws: Diagnostic.self) {
      try engine.read([0], in: try engine.makeSession(capacity: 4))
    }
    #expect(error?.message.contains("row 0 of `model.embed_tokens.weight`") == true)
    let all = #expect(throws: Diagnostic.self) { try Self.logits(engine, .init(rows: 5..<6)) }
    #expect(all?.code == "gemma/not-finite")
  }

  @Test(arguments: GemmaPrecision.allCases, Fixture.names)
  func `gives the same bits before and after all is packed`(
    precision: GemmaPrecision,
    name: String
  ) throws {
    let files = try CheckpointBytes.read(name)
    let (lazy, eager) = (try Self.engine(files, precision), try Self.engine(files, precision))
    try eager.prepare()
    for request in [LogitRequest(rows: 5..<6, tokens: [3, 17, 3]), .init(rows: 0..<6)] {
      let (first, second) = (try Self.logits(lazy, request), try Self.logits(eager, request))
      #expect(first.map(\.bitPattern) == second.map(\.bitPattern))
    }
    #expect(
      try Self.logits(lazy, .init(rows: 2..<6)).map(\.bitPattern)
        == Self.logits(eager, .init(rows: 2..<6)).map(\.bitPattern)
    )
  }

  @Test func `packs once for engines that begin side by side`() async throws {
    let model = try GemmaModel(try Fixture("gemma2-gqa").checkpoint)
    let expected = try GemmaEngine(model).readAll(Self.ids)
    let fresh = try GemmaModel(try Fixture("gemma2-gqa").checkpoint)
    try await withThrowingTaskGroup(of: [Float].self) { group in
      for _ in 0..<6 { group.addTask { try GemmaEngine(fresh).readAll(Self.ids) } }
      for try await logits in group { #expect(logits == expected) }
    }
  }

  @Test func `refuses a file that was cut short behind its header`() throws {
    let folder = URL.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, bytes) in try CheckpointBytes.read("gemma2-gqa") {
      try Data(bytes).write(to: folder.appending(path: name))
    }
    let engine = GemmaEngine(try GemmaModel(CheckpointFolder(path: folder.path)))
    let weights = folder.appending(path: "model.safetensors").path
    #expect(truncate(weights, 100_000) == 0)
    let error = #expect(throws: Diagnostic.self) { try engine.readAll(Self.ids) }
    #expect(error?.code == "checkpoint/truncated")
  }
}
