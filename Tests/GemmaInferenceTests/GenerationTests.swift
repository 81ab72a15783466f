import GemmaInference
import Testing

struct GenerationTests {
  private static func engine(_ name: String = "gemma2-gqa") throws -> GemmaEngine {
    GemmaEngine(try GemmaModel(try Fixture(name).checkpoint))
  }

  private static func generate(
    _ prompt: [Int32],
    _ engine: GemmaEngine,
    capacity: Int = 200,
    _ change: (inout TokenGeneration.Options) -> Void
  ) throws -> (tokens: [GeneratedToken], finish: StopReason?) {
    var options = TokenGeneration.Options()
    options.endTokens = []
    change(&options)
    let session = try engine.makeSession(capacity: capacity)
    let generation = try TokenGeneration(prompt, in: session, engine, options)
    try generation.readPrompt()
    var tokens: [GeneratedToken] = []
    while let token = try generation.next() { tokens.append(token) }
    return (tokens, generation.finish)
  }

  @Test(arguments: Fixture.names)
  func `continues as transformers does`(name: String) throws {
    let engine = try Self.engine(name)
    for item in try Fixture(name).cases {
      let count = item.greedy_new_ids.count
      let result = try Self.generate(item.input_ids, engine) { $0.maximumTokens = count }
      #expect(result.tokens.map(\.id) == item.greedy_new_ids)
      #expect(result.finish == .length)
    }
  }

  @Test(arguments: Fixture.names)
  func `takes answers further side by side, each as it would be alone`(name: String) throws {
    let engine = try Self.engine(name)
    let items = try Fixture(name).cases
    let answers = try items.map { item in
      var options = TokenGeneration.Options()
      options.endTokens = []
      options.maximumTokens = item.greedy_new_ids.count
      let session = try engine.makeSession(capacity: 200)
      return try TokenGeneration(item.input_ids, in: session, engine, options)
    }
    var ids = [[Int32]](repeating: [], count: answers.count)
    var ended = Set<Int>()
    var parts = 0
    while ended.count < answers.count {
      for (number, step) in engine.advance(answers, promptRows: 3).enumerated() {
        switch step {
        case .reading: parts += 1
        case .token(let token?): ids[number].append(token.id)
        case .token(nil): ended.insert(number)
        case .failed(let error): throw error
        }
      }
    }
    #expect(ids == items.map(\.greedy_new_ids))
    #expect(parts > 0 && answers.allSatisfy { $0.finish == .length })
  }

  @Test func `stops reading a prompt between its chunks`() throws {
    let engine = GemmaEngine(try GemmaModel(try Fixture("gemma2-gqa").checkpoint), chunk: 3)
    let prompt = Array<Int32>(2..<12)
    let session = try engine.makeSession(capacity: 20)
    let generation = try TokenGeneration(prompt, in: session, engine, .init())
    var asked = 0
    try generation.readPrompt {
      asked += 1
      return asked == 3
    }
    #expect(session.position == 6 && generation.finish == .cancelled)
    #expect(try generation.next() == nil)
  }

  @Test func `begins after a prompt in chunks as after one at once`() throws {
    let model = try GemmaModel(try Fixture("gemma2-gqa").checkpoint)
    let item = try Fixture("gemma2-gqa").cases[0]
    for chunk in [1, 3, 512] {
      let result = try Self.generate(item.input_ids, GemmaEngine(model, chunk: chunk)) {
        $0.maximumTokens = item.greedy_new_ids.count
      }
      #expect(result.tokens.map(\.id) == item.greedy_new_ids)
    }
  }

  @Test func `ends at an end token, which is not part of the answer`() throws {
    let engine = try Self.engine()
    let item = try Fixture("gemma2-gqa").cases[0]
    let end = item.greedy_new_ids[5]
    let first = try #require(item.greedy_new_ids.firstIndex(of: end))
    let result = try Self.generate(item.input_ids, engine) { $0.endTokens = [end] }
    #expect(result.tokens.map(\.id) == Array(item.greedy_new_ids[..<first]))
    #expect(result.finish == .stop)
  }

  @Test func `ends where there is no more room`() throws {
    let result = try Self.generate([2, 3, 4], try Self.engine(), capacity: 10) {
      $0.maximumTokens = 100
    }
    // The last token is never read, so it needs no room.
    #expect(result.tokens.count == 8)
    #expect(result.finish == .length)
  }

  @Test func `tells probabilities and alternatives`() throws {
    let engine = try Self.engine()
    let item = try Fixture("gemma2-gqa").cases[0]
    let result = try Self.generate(item.input_ids, engine) {
      $0.maximumTokens = 3
      $0.alternatives = 4
    }
    for token in result.tokens {
      #expect(token.alternatives.count == 4)
      #expect(token.alternatives[0].id == token.id)
      #expect(token.alternatives[0].logProbability == token.logProbability)
      #expect(
        zip(token.alternatives, token.alternatives.dropFirst())
          .allSatisfy { $0.logProbability >= $1.logProbability }
      )
    }
    let scorer = try ContinuationScorer(engine, capacity: 200)
    let scores = try scorer.scores(of: [result.tokens.map(\.id)], after: item.input_ids)
    for (told, scored) in zip(result.tokens, scores[0].tokenLogProbabilities) {
      #expect(abs((told.logProbability ?? 0) - scored) <= 1e-4)
    }
  }

  @Test func `refuses what it cannot begin`() throws {
    let engine = try Self.engine()
    #expect(throws: (any Error).self) { try Self.generate([], engine) { _ in } }
    #expect(throws: (any Error).self) {
      try Self.generate([2], engine) { $0.sampling.temperature = -1 }
    }
  }
}

struct StopStringsTests {
  /// Everything let out when a text comes in pieces of a length.
  private static func pass(_ text: String, _ stops: [String], _ length: Int) -> (String, Bool) {
    var scanner = StopStrings(stops)
    var output = ""
    var rest = Array(text)
    while !rest.isEmpty {
      output += scanner.receive(String(rest.prefix(length)))
      rest.removeFirst(min(length, rest.count))
    }
    return (output + scanner.finish(), scanner.isFound)
  }

  @Test(arguments: 1...9)
  func `lets out the same however the text is cut`(length: Int) {
    let text = "the kettle sings, the kettle stops"
    #expect(Self.pass(text, ["kettle st"], length) == ("the kettle sings, the ", true))
    #expect(Self.pass(text, ["stop", "sings"], length) == ("the kettle ", true))
    #expect(Self.pass(text, ["pot", "kettles"], length) == (text, false))
    #expect(Self.pass(text, [""], length) == (text, false))
    #expect(Self.pass("aab", ["ab"], length) == ("a", true))
    #expect(Self.pass("größer als Tee", ["ßer"], length) == ("grö", true))
  }

  @Test func `holds no more than may be a stop`() {
    var scanner = StopStrings(["###"])
    #expect(scanner.receive("tea ##") == "tea ")
    #expect(scanner.receive("x") == "##x")
    #expect(scanner.receive("#") == "")
    #expect(scanner.finish() == "#")
  }
}
