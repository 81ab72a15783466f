import GemmaInference
import Testing

/// Holds the engine to what transformers computes on tiny checkpoints of each generation.
struct ParityTests {
  @Test(arguments: Fixture.names)
  func `gives the logits of transformers`(name: String) throws {
    let fixture = try Fixture(name)
    let engine = GemmaEngine(try GemmaModel(fixture.checkpoint))
    for (number, item) in fixture.cases.enumerated() {
      let logits = try engine.readAll(item.input_ids)
      #expect(distance(logits, try fixture.logits(number)) <= 1e-3, "case \(number)")
    }
  }

  @Test(arguments: Fixture.names)
  func `continues greedily with the tokens of transformers`(name: String) throws {
    let fixture = try Fixture(name)
    let engine = GemmaEngine(try GemmaModel(fixture.checkpoint))
    for item in fixture.cases {
      let session = try engine.makeSession(capacity: 200)
      var sampler = Sampler(SamplingOptions())
      var next = item.input_ids
      var chosen: [Int32] = []
      while chosen.count < item.greedy_new_ids.count {
        let last = next.count - 1
        let logits = try engine.read(next, in: session, logits: .init(rows: last..<last + 1))
        let token = try #require(logits.withRow(0) { sampler.draw($0) })
        chosen.append(token)
        next = [token]
      }
      #expect(chosen == item.greedy_new_ids)
    }
  }

  @Test(arguments: Fixture.names, [1, 3, 16, 64])
  func `gives the same logits however a prompt is cut`(name: String, chunk: Int) throws {
    let fixture = try Fixture(name)
    let model = try GemmaModel(fixture.checkpoint)
    for item in fixture.cases {
      let whole = try GemmaEngine(model).readAll(item.input_ids)
      let chunked = try GemmaEngine(model, chunk: chunk).readAll(item.input_ids)
      #expect(distance(chunked, whole) == 0)
    }
  }

  @Test(arguments: Fixture.names)
  func `gives token by token what it gives at once`(name: String) throws {
    let fixture = try Fixture(name)
    let engine = GemmaEngine(try GemmaModel(fixture.checkpoint))
    for item in fixture.cases {
      let whole = try engine.readAll(item.input_ids)
      let session = try engine.makeSession(capacity: 128)
      let single = try item.input_ids.flatMap { try engine.readAll([$0], in: session) }
      #expect(distance(single, whole) == 0)
    }
  }

  @Test(arguments: Fixture.names, [5, 512])
  func `gives many texts together what it gives each alone`(name: String, chunk: Int) throws {
    let fixture = try Fixture(name)
    let engine = GemmaEngine(try GemmaModel(fixture.checkpoint), chunk: chunk)
    let readings = try fixture.cases.map { item in
      Reading(
        try engine.makeSession(capacity: 200),
        item.input_ids,
        logits: .init(rows: 0..<item.input_ids.count)
      )
    }
    var together = fixture.cases.map { _ in [Float]() }
    var tokens = fixture.cases.map { _ in [Int]() }
    try engine.read(readings) { reading, token, logits in
      together[reading] += logits
      tokens[reading].append(token)
    }
    for (number, item) in fixture.cases.enumerated() {
      #expect(distance(together[number], try engine.readAll(item.input_ids)) == 0)
      #expect(tokens[number] == Array(item.input_ids.indices))
    }
  }

  @Test(arguments: Fixture.names)
  func `scores tokens as transformers does`(name: String) throws {
    let fixture = try Fixture(name)
    let engine = GemmaEngine(try GemmaModel(fixture.checkpoint))
    for item in fixture.cases {
      let session = try engine.makeSession(capacity: 128)
      let ids = item.input_ids
      let logits = try engine.read(ids, in: session, logits: .init(rows: 0..<ids.count))
      for (row, expected) in item.token_logprobs.enumerated() {
        let scored = logits.withRow(row) {
          TokenProbabilities.logProbability(of: ids[row + 1], $0)
        }
        #expect(abs(scored - expected) <= 1e-3)
      }
      let pair = [item.two_token_score.yes_id, item.two_token_score.no_id]
      session.rewind(to: ids.count - 1)
      let two = try engine.read(
        [ids[ids.count - 1]],
        in: session,
        logits: .init(rows: 0..<1, tokens: pair)
      )
      let shares = TokenProbabilities.shares(of: two.values)
      #expect(abs(shares[0] - item.two_token_score.p_yes) <= 1e-3)
    }
  }
}
