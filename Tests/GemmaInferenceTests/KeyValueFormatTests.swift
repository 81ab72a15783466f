import GemmaInference
import TensorCompute
import Testing

/// What is lost by keeping keys and values in fewer bits.
struct KeyValueFormatTests {
  /// The mean divergence from transformers that is allowed.
  private static let most: [AttentionCache.Format: Double] = [
    .float32: 1e-6, .bfloat16: 1e-3, .int8: 5e-3,
  ]

  // Where tokens choose experts, a hair more or less sends one to another expert.
  @Test(
    arguments: Fixture.names.filter { $0 != "gemma4-experts" },
    AttentionCache.Format.allCases
  )
  func `stays near the reference`(name: String, format: AttentionCache.Format) throws {
    let fixture = try Fixture(name)
    let engine = GemmaEngine(try GemmaModel(fixture.checkpoint), cache: format)
    var (divergence, agreeing, positions) = (0.0, 0, 0)
    for (number, item) in fixture.cases.enumerated() {
      let logits = try engine.readAll(item.input_ids)
      let reference = try fixture.logits(number)
      let width = engine.model.configuration.vocabulary
      for start in stride(from: 0, to: logits.count, by: width) {
        let row = Array(logits[start..<start + width])
        let wanted = Array(reference[start..<start + width])
        divergence += GGUFParityTests.divergence(of: row, from: wanted)
        agreeing += GGUFParityTests.best(row) == GGUFParityTests.best(wanted) ? 1 : 0
        positions += 1
      }
    }
    let mean = divergence / Double(positions)
    let agreement = Double(agreeing) / Double(positions)
    #expect(try mean <= #require(Self.most[format]))
    // These models' likeliest tokens are hardly likelier than the next; 7 of 94 change places.
    #expect(agreement >= (format == .int8 ? 0.9 : 0.95))
  }

  @Test(arguments: [AttentionCache.Format.bfloat16, .int8])
  func `gives the same bits in pieces and from a copy`(format: AttentionCache.Format) throws {
    let fixture = try Fixture("gemma3-text")
    let model = try GemmaModel(fixture.checkpoint)
    let ids = fixture.cases[2].input_ids
    let whole = try GemmaEngine(model, cache: format).readAll(ids)
    let engine = GemmaEngine(model, chunk: 8, cache: format)
    let session = try engine.makeSession(capacity: 200)
    let first = try engine.readAll(Array(ids[..<30]), in: session)
    let rest = try engine.readAll(Array(ids[30...]), in: try session.fork())
    #expect(distance(first + rest, whole) == 0)
  }
}
