import SafetyCore
import ServerSupport
import StrictJSON
import Testing

/// `/v1/responses`: the guard of chats, in the objects of another interface.
struct ResponseTests {
  typealias Model = ServerUnderTest.Model

  /// What the response with an id holds, by its path.
  private static func members(_ id: String) -> [(String, JSONValue)] {
    [
      ("id", .string("resp_" + id)), ("object", "response"), ("model", "kettle-1"),
      ("status", "completed"), ("error", .null), ("incomplete_details", .null),
      ("instructions", "Be brief."), ("temperature", 0.5), ("top_p", .null),
      ("max_output_tokens", 9), ("metadata", ["room": "tea"]), ("store", false),
      ("truncation", "disabled"), ("tools", []), ("tool_choice", "auto"),
      ("parallel_tool_calls", true), ("previous_response_id", .null),
      ("text", ["format": ["type": "text"]]), ("x_guard.action", "allow"),
      (
        "output",
        [
          [
            "id": .string("msg_\(id)_0"), "type": "message", "role": "assistant",
            "status": "completed",
            "content": [
              [
                "type": "output_text", "text": "Put the kettle on.", "annotations": [],
                "logprobs": [],
              ]
            ],
          ]
        ]
      ),
      (
        "usage",
        [
          "input_tokens": 5, "output_tokens": 2, "total_tokens": 7,
          "input_tokens_details": ["cached_tokens": 0, "cache_write_tokens": 0],
          "output_tokens_details": ["reasoning_tokens": 0],
        ]
      ),
    ]
  }

  @Test func `answers as OpenAI's clients expect it`() async throws {
    try await ServerUnderTest.serving(Model("Put the ", "kettle on.")) { server in
      let more: [String: JSONValue] = [
        "instructions": "Be brief.", "temperature": 0.5, "max_output_tokens": 9, "store": true,
        "metadata": ["room": "tea"], "truncation": "auto",
      ]
      let answer = try await server.respond("Tea?", more)
      #expect(answer.status == 200 && answer.headers["content-type"] == "application/json")
      let id = try #require(answer.headers["x-guard-decision-id"])
      for (path, value) in Self.members(id) { #expect(try answer.value(path) == value, "\(path)") }
      #expect(server.sink.all("stage") == ["prompt", "output"])
      let asked = try #require(server.model.asked.withLock { $0.first })
      #expect(asked.messages == [ChatMessage(.system, "Be brief."), ChatMessage(.user, "Tea?")])
      #expect(asked.maximumTokens == 9 && asked.sampling?.temperature == 0.5)
      #expect(server.model.requests.withLock { $0[0].fields } == ["temperature": 0.5])
    }
  }

  @Test func `counts under a route of its own, and says that nobody counted tokens`() async throws {
    let model = Model { _, _ in
      AsyncThrowingStream { continuation in
        continuation.yield(.text("Tea."))
        continuation.yield(.finished(.stop))
        continuation.finish()
      }
    }
    try await ServerUnderTest.serving(model) { server in
      let answer = try await server.respond("Tea?")
      #expect(try answer.value("usage.input_tokens") == 0)
      #expect(try answer.value("usage.output_tokens") == 0)
      #expect(try answer.value("x_guard.tokens_counted") == false)
      let metrics = try await server.client.send("GET", "/metrics").body
      let line = #"http_requests_total{route="/v1/responses",status="200"} 1"#
      #expect(metrics.contains(line + "\n"))
    }
  }

  @Test(arguments: [false, true])
  func `takes an include of what no answer has, and makes nothing up`(streams: Bool) async throws {
    let model = Model { _, _ in Model.stream([.reasoning("Hm."), .text("Tea.")]) }
    let policy = ServerUnderTest.policy + "settings: {reasoning: pass}\n"
    try await ServerUnderTest.serving(model, policy: policy) { server in
      let answer = try await server.respond(
        "Tea?",
        [
          "store": false, "stream": .boolean(streams),
          "include": ["reasoning.encrypted_content", "web_search_call.action.sources"],
        ]
      )
      let response = try answer.response(streams: streams)
      #expect(answer.status == 200 && response.value("status") == "completed")
      #expect(response.value("output.0.type") == "reasoning")
      #expect(response.value("output.1.content.0.text") == "Tea.")
      #expect(!answer.body.contains("encrypted_content"))
      #expect(server.model.requests.withLock { $0[0].fields.isEmpty })
      // As agents send it back, whoever made it.
      let again = try await server.respond([
        ["role": "user", "content": "Tea?"],
        ["type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "gAAAAA"],
        ["role": "user", "content": "And?"],
      ])
      #expect(again.status == 200)
      #expect(server.model.asked.withLock { $0[1].messages.map(\.text) } == ["Tea?", "And?"])
    }
  }

  @Test(arguments: [false, true])
  func `refuses a prompt with an answer that is a refusal`(streams: Bool) async throws {
    try await ServerUnderTest.serving(Model("never")) { server in
      let answer = try await server.respond(
        "Show me the s1lver kettle dance",
        ["stream": .boolean(streams)],
        headers: ["accept-language": "de"]
      )
      let response = try answer.response(streams: streams)
      #expect(answer.status == 200 && response.value("status") == "completed")
      let content: JSONValue = [["type": "refusal", "refusal": "Keine Kessel hier."]]
      #expect(response.value("output.0.content") == content)
      #expect(response.value("x_guard.rule") == "dance")
      #expect(response.value("x_guard.action") == "refuse")
      #expect(response.value("usage.total_tokens") == 0)
      #expect(!answer.body.contains("output_text"))
      #expect(server.model.asked.withLock { $0.isEmpty })
    }
  }

  @Test(arguments: [false, true])
  func `answers a refused prompt with status 400 when told to`(streams: Bool) async throws {
    try await ServerUnderTest.serving(Model("Tea."), { $0.isStrict = true }) { server in
      let answer = try await server.respond("silver kettle dance", ["stream": .boolean(streams)])
      #expect(answer.status == 400)
      #expect(try answer.value("error.code") == "content_filter")
      #expect(try answer.value("error.param") == "input")
    }
  }

  @Test(arguments: 1...7)
  func `writes the same however the model cuts its answer`(length: Int) async throws {
    let text = "Take a copper spoon, then do the silver kettle dance at once."
    let pieces = stride(from: 0, to: text.count, by: length).map {
      GenerationPiece.text(String(text.dropFirst($0).prefix(length)))
    }
    try await ServerUnderTest.serving(Model { _, _ in Model.stream(pieces) }) { server in
      for streams in [false, true] {
        let answer = try await server.respond("Tea?", ["stream": .boolean(streams)])
        let response = try answer.response(streams: streams)
        #expect(response.value("output.0.content.0.text") == "Take a [SPOON], then do the ")
        #expect(response.value("output.0.content.1.refusal") == "\n\nNo kettles here.")
        #expect(response.value("output.0.status") == "incomplete")
        #expect(response.value("status") == "incomplete")
        #expect(response.value("incomplete_details.reason") == "content_filter")
        #expect(!answer.body.contains("silver") && !answer.body.contains("copper"))
        guard streams else { continue }
        #expect(try answer.joined("response.output_text.delta") == "Take a [SPOON], then do the ")
        #expect(try answer.joined("response.refusal.delta") == "\n\nNo kettles here.")
      }
    }
  }

  @Test(arguments: [false, true])
  func `says that an answer reached its most tokens`(streams: Bool) async throws {
    try await ServerUnderTest.serving(Model("Put the", finish: .length)) { server in
      let answer = try await server.respond("Tea?", ["stream": .boolean(streams)])
      let response = try answer.response(streams: streams)
      #expect(response.value("status") == "incomplete")
      #expect(response.value("incomplete_details.reason") == "max_output_tokens")
      #expect(response.value("output.0.content.0.text") == "Put the")
    }
  }

  @Test(arguments: [false, true])
  func `has a message in an answer that says nothing`(streams: Bool) async throws {
    try await ServerUnderTest.serving(Model()) { server in
      let answer = try await server.respond("Tea?", ["stream": .boolean(streams)])
      let response = try answer.response(streams: streams)
      #expect(response.value("output.0.content.0.text") == "")
      #expect(response.value("output.1") == nil && response.value("status") == "completed")
    }
  }

  private static let reasoningPolicy =
    ServerUnderTest.policy.replacing(
      "version: 1.0.0\n",
      with: "version: 1.0.0\nsettings: {reasoning: pass}\n"
    )

  @Test(arguments: [false, true])
  func `gives reasoning as an item of its own where the policy lets it out`(streams: Bool)
    async throws
  {
    let model = Model { _, _ in
      Model.stream([.reasoning("Hot "), .reasoning("or cold?"), .text("Hot.")])
    }
    for policy in [Self.reasoningPolicy, ServerUnderTest.policy] {
      try await ServerUnderTest.serving(model, policy: policy) { server in
        let answer = try await server.respond("Tea?", ["stream": .boolean(streams)])
        let response = try answer.response(streams: streams)
        guard policy == Self.reasoningPolicy else {
          #expect(!answer.body.contains("cold") && response.value("output.0.type") == "message")
          return
        }
        #expect(response.value("output.0.type") == "reasoning")
        #expect(response.value("output.0.summary") == [])
        let content: JSONValue = [["type": "reasoning_text", "text": "Hot or cold?"]]
        #expect(response.value("output.0.content") == content)
        #expect(response.value("output.1.content.0.text") == "Hot.")
        if streams {
          #expect(try answer.joined("response.reasoning_text.delta") == "Hot or cold?")
        }
      }
    }
  }

  @Test func `keeps nothing that could be fetched`() async throws {
    try await ServerUnderTest.serving(Model("never")) { server in
      for method in ["GET", "DELETE"] {
        let answer = try await server.client.send(method, "/v1/responses/resp_0123456789abcdef")
        #expect(answer.status == 404, "\(method)")
        #expect(try answer.value("error.type") == "invalid_request_error")
        #expect(try answer.value("error.code") == "not_found")
      }
      let asked = try await server.client.send("GET", "/v1/responses")
      #expect(asked.status == 405 && asked.headers["allow"] == "POST")
    }
  }
}
