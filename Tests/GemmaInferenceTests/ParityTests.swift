import GemmaInference
import Testing

/// Holds the engine to what transformers computes on tiny checkpoints of each generation.
struct ParityTests {
  @Test(arguments: Fixture.names)
  func `gives the logits of transformers`(name: String) throws {
    let fixture = try Fixture(name)
    let model = try GemmaModel(fixture.checkpoint)
    for (number, item) in fixture.cases.enumerated() {
      let session = GemmaSession(model, capacity: item.input_ids.count)
      let logits = try session.readAll(item.input_ids)
      let largest = distance(logits, try fixture.logits(number))
      #expect(largest <= 1e-3, "\(name) case \(number): \(largest)")
    }
  }

  @Test(arguments: Fixture.names)
  func `continues greedily with the tokens of transformers`(name: String) throws {
    let fixture = try Fixture(name)
    let model = try GemmaModel(fixture.checkpoint)
    for item in fixture.cases {
      let session = GemmaSession(model, capacity: 200)
      var sampler = Sampler(SamplingOptions())
      var next = item.input_ids
      var chosen: [Int32] = []
      while chosen.count < item.greedy_new_ids.count {
        let last = next.count - 1
        let logits = try session.read(next, logits: LogitRequest(rows: last..<last + 1))
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
      let whole = try GemmaSession(model, capacity: 128).readAll(item.input_ids)
      let session = GemmaSession(model, capacity: 128, chunk: chunk)
      #expect(distance(try session.readAll(item.input_ids), whole) <= 1e-4)
    }
  }

  @Test(arguments: Fixture.names)
  func `gives token by token what it gives at once`(name: String) throws {
    let fixture = try Fixture(name)
    let model = try GemmaModel(fixture.checkpoint)
    for item in fixture.cases {
      let whole = try GemmaSession(model, capacity: 128).readAll(item.input_ids)
      let session = GemmaSession(model, capacity: 128)
      let single = try item.input_ids.flatMap { try session.readAll([$0]) }
      #expect(distance(single, whole) <= 1e-4)
    }
  }

  @Test(arguments: Fixture.names)
  func `scores tokens as transformers does`(name: String) throws {
    let fixture = try Fixture(name)
    let model = try GemmaModel(fixture.checkpoint)
    for item in fixture.cases {
      let session = GemmaSession(model, capacity: 128)
      let count = item.input_ids.count
      let logits = try session.read(item.input_ids, logits: .init(rows: 0..<count))
      for (row, expected) in item.token_logprobs.enumerated() {
        let scored = logits.withRow(row) {
          TokenProbabilities.logProbability(of: item.input_ids[row + 1], $0)
        }
        #expect(abs(scored - expected) <= 1e-3)
      }
      let pair = [item.two_token_score.yes_id, item.two_token_score.no_id]
      session.rewind(to: count - 1)
      let two = try session.read(
        [item.input_ids[count - 1]],
        logits: .init(rows: 0..<1, tokens: pair)
      )
      let shares = TokenProbabilities.shares(of: two.values)
      #expect(abs(shares[0] - item.two_token_score.p_yes) <= 1e-3)
    }
  }
}
