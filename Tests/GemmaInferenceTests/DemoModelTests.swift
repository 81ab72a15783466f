import Checkpoints
import Foundation
import GemmaInference
import Testing

/// The model that comes with the program, held to what transformers computes with it.
struct DemoModelTests {
  private struct Reference: Decodable {
    struct Case: Decodable {
      let name: String
      let prompt_ids: [Int32]
      let last_top5_ids: [Int32]
      let last_top5_logits: [Float]
      let greedy_ids: [Int32]
    }
    let cases: [Case]
  }

  @Test func `gives the logits and the answers of transformers`() throws {
    let data = try Data(contentsOf: Fixture.folder.appending(path: "demo-reference.json"))
    let cases = try JSONDecoder().decode(Reference.self, from: data).cases
    #expect(cases.count > 5)
    let folder = Fixture.folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "models/gemma-demo")
    let engine = GemmaEngine(try GemmaModel(CheckpointFolder(path: folder.path)))
    for item in cases {
      let session = try engine.makeSession(capacity: 512)
      let last = item.prompt_ids.count - 1
      let logits = try engine.read(
        item.prompt_ids,
        in: session,
        logits: .init(rows: last..<last + 1, tokens: item.last_top5_ids)
      )
      #expect(distance(logits.values, item.last_top5_logits) <= 1e-3, "\(item.name)")
      session.rewind(to: 0)
      var options = TokenGeneration.Options()
      options.endTokens = []
      options.maximumTokens = item.greedy_ids.count
      let generation = try TokenGeneration(item.prompt_ids, in: session, engine, options)
      var chosen: [Int32] = []
      while let token = try generation.next() { chosen.append(token.id) }
      #expect(chosen == item.greedy_ids, "\(item.name)")
    }
  }
}
