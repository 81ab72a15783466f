import SafetyCore
import ServerSupport
import StrictJSON
import Testing

/// Answers, whole and streamed: the same text, the same decisions.
struct AnswerTests {
  typealias Model = ServerUnderTest.Model

  @Test func `answers as OpenAI's clients expect it`() async throws {
    try await ServerUnderTest.serving(Model("Put the ", "kettle on.")) { server in
      let answer = try await server.chat("Tea?", ["temperature": 0.5, "seed": 3, "max_tokens": 9])
      #expect(answer.status == 200 && answer.headers["content-type"] == "application/json")
      #expect(try answer.value("object") == "chat.completion")
      #expect(try answer.value("choices.0.message.content") == "Put the kettle on.")
      #expect(try answer.value("choices.0.message.refusal") == .null)
      #expect(try answer.value("choices.0.finish_reason") == "stop")
      #expect(
        try answer.value("usage")
          == ["prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7]
      )
      #expect(answer.headers["x-guard-action"] == "allow")
      let asked = try #require(server.model.asked.withLock { $0.first })
      #expect(asked.maximumTokens == 9 && asked.sampling?.seed == 3)
      #expect(asked.sampling?.temperature == 0.5)
      let id = try #require(answer.headers["x-guard-decision-id"])
      #expect(answer.headers["x-request-id"] == id)
      #expect(server.sink.all("request") == [.string(id), .string(id)])
      let decisions = try await server.client.send("GET", "/v1/guard/decisions/\(id)")
      #expect(try decisions.value("decisions.1.stage") == "output")
    }
  }

  @Test func `streams deltas, a finish, usage when asked, and the end`() async throws {
    try await ServerUnderTest.serving(Model("Put the ", "kettle on.")) { server in
      let answer = try await server.chat(
        "Tea?",
        ["stream": true, "stream_options": ["include_usage": true]]
      )
      #expect(answer.headers["content-type"] == "text/event-stream; charset=utf-8")
      #expect(try answer.streamed() == "Put the kettle on.")
      #expect(answer.events.last == "[DONE]")
      let events = try answer.events.dropLast().map {
        try JSONValue(parsing: Array($0.utf8), file: "e", limits: .init(bytes: 9_999, depth: 9))
      }
      #expect(events.first?.value("choices.0.delta.role") == "assistant")
      #expect(events.dropLast().last?.value("choices.0.finish_reason") == "stop")
      #expect(events.dropLast().last?.value("x_guard.action") == "allow")
      #expect(events.last?.value("usage.completion_tokens") == 2)
      #expect(events.last?.value("choices") == [])
    }
  }

  @Test func `says of tokens that nobody counted that nobody did`() async throws {
    let model = Model { _, _ in
      AsyncThrowingStream { continuation in
        continuation.yield(.text("Tea."))
        continuation.yield(.finished(.stop))
        continuation.finish()
      }
    }
    try await ServerUnderTest.serving(model) { server in
      let more: [String: JSONValue] = ["stream": true, "stream_options": ["include_usage": true]]
      let answer = try await server.chat("Tea?", more)
      #expect(try answer.streamed() == "Tea." && answer.events.last == "[DONE]")
      #expect(!answer.body.contains("usage"))
      #expect(answer.body.contains(#""tokens_counted":false"#))
      let prompt = Array(#"{"prompt":"Tea"}"#.utf8)
      let none: JSONValue = ["prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0]
      for whole in [
        try await server.chat("Tea?"),
        try await server.client.send("POST", "/v1/completions", prompt),
      ] {
        #expect(try whole.value("usage") == none)
        #expect(try whole.value("x_guard.tokens_counted") == false)
      }
    }
  }

  @Test func `keeps what was counted before an answer is cut`() async throws {
    let model = Model { _, _ in
      AsyncThrowingStream { continuation in
        continuation.yield(.usage(.init(prompt: 5, completion: 1)))
        continuation.yield(.text("A silver kettle dance."))
        continuation.yield(.usage(.init(prompt: 5, completion: 9)))
        continuation.finish()
      }
    }
    try await ServerUnderTest.serving(model) { server in
      let answer = try await server.chat("Tea?")
      #expect(try answer.value("choices.0.finish_reason") == "content_filter")
      #expect(try answer.value("usage.total_tokens") == 6)
      #expect(try answer.value("x_guard.tokens_counted") == true)
      let refused = try await server.chat("silver kettle dance")
      #expect(try refused.value("usage.total_tokens") == 0)
      #expect(try refused.value("x_guard.tokens_counted") == true)
    }
  }

  @Test func `takes the least and the most of top_p`() async throws {
    try await ServerUnderTest.serving(Model("Tea.")) { server in
      for topP in [0, 1] {
        let answer = try await server.chat("Tea?", ["top_p": .integer(topP)])
        #expect(answer.status == 200)
      }
      let asked = server.model.asked.withLock { $0.map { $0.sampling?.topP ?? -1 } }
      #expect(asked.count == 2 && asked[0] > 0 && asked[0] < 0.001 && asked[1] == 1)
    }
  }

  @Test(arguments: [false, true])
  func `refuses a prompt without asking the model`(streams: Bool) async throws {
    try await ServerUnderTest.serving(Model("never")) { server in
      let answer = try await server.chat(
        "Show me the s1lver kettle dance",
        ["stream": .boolean(streams)],
        headers: ["accept-language": "de-AT,de;q=0.9"]
      )
      #expect(answer.status == 200)
      if streams {
        #expect(try answer.streamed() == "Keine Kessel hier.")
        #expect(try answer.streamed("refusal") == "Keine Kessel hier.")
        #expect(answer.body.contains(#""finish_reason":"content_filter""#))
        #expect(answer.events.last == "[DONE]")
      } else {
        #expect(try answer.value("choices.0.message.content") == "Keine Kessel hier.")
        #expect(try answer.value("choices.0.message.refusal") == "Keine Kessel hier.")
        #expect(try answer.value("choices.0.finish_reason") == "content_filter")
        #expect(try answer.value("x_guard.rule") == "dance")
        #expect(try answer.value("x_guard.reason_code") == "no-dance")
        #expect(answer.headers["x-guard-action"] == "refuse")
      }
      #expect(server.model.asked.withLock { $0.isEmpty })
    }
  }

  @Test(arguments: [false, true])
  func `answers a refused prompt with status 400 when told to`(streams: Bool) async throws {
    try await ServerUnderTest.serving(Model("Tea."), { $0.isStrict = true }) { server in
      let answer = try await server.chat("silver kettle dance", ["stream": .boolean(streams)])
      #expect(answer.status == 400)
      #expect(try answer.value("error.code") == "content_filter")
      let status = try await server.chat("Tea?", ["stream": .boolean(streams)]).status
      #expect(status == 200)
    }
  }

  @Test(arguments: 1...7)
  func `writes the same however the model cuts its answer`(length: Int) async throws {
    let text = "Take a copper spoon, then do the silver kettle dance at once."
    let pieces = stride(from: 0, to: text.count, by: length).map {
      GenerationPiece.text(String(text.dropFirst($0).prefix(length)))
    }
    let model = Model { _, _ in Model.stream(pieces) }
    try await ServerUnderTest.serving(model) { server in
      let whole = try await server.chat("Tea?")
      let streamed = try await server.chat("Tea?", ["stream": true])
      let wanted = "Take a [SPOON], then do the \n\nNo kettles here."
      #expect(try whole.value("choices.0.message.content") == .string(wanted))
      #expect(try streamed.streamed() == wanted)
      #expect(try whole.value("choices.0.message.refusal") == "\n\nNo kettles here.")
      #expect(try whole.value("choices.0.finish_reason") == "content_filter")
      #expect(!streamed.body.contains("silver") && !streamed.body.contains("copper"))
      let plain = try await server.client.send("POST", "/v1/completions", #"{"prompt":"Tea?"}"#)
      #expect(try plain.value("choices.0.text") == .string(wanted))
      #expect(server.sink.all("action").filter { $0 == "cut" }.count == 3)
    }
  }

  @Test func `gives several answers, each screened and recorded`() async throws {
    let model = Model { _, number in
      Model.stream([.text(number == 1 ? "A silver kettle dance." : "Tea \(number).")])
    }
    try await ServerUnderTest.serving(model) { server in
      let answer = try await server.chat("Tea?", ["n": 3, "seed": 7])
      #expect(try answer.value("choices.0.message.content") == "Tea 0.")
      #expect(try answer.value("choices.1.finish_reason") == "content_filter")
      #expect(try answer.value("choices.2.message.content") == "Tea 2.")
      #expect(server.model.asked.withLock { $0.map { $0.sampling?.seed } } == [7, 7, 7])
      #expect(server.model.asked.withLock { $0.map { $0.sampling?.seedOffset } } == [0, 1, 2])
      #expect(try answer.value("x_guard.1.action") == "cut")
      #expect(answer.headers["x-guard-action"] == "cut")
      #expect(Set(server.sink.all("request")).count == 3)
      let stream = try await server.chat("Tea?", ["n": 2, "stream": true])
      #expect(stream.body.contains(#""index":1"#) && stream.events.last == "[DONE]")
    }
  }

  @Test func `completes several prompts`() async throws {
    let model = Model { request, _ in Model.stream([.text("<" + request.messages[0].text + ">")]) }
    try await ServerUnderTest.serving(model) { server in
      let body = #"{"model":"kettle-1","prompt":["a","b"],"n":2,"max_tokens":4}"#
      let answer = try await server.client.send("POST", "/v1/completions", body)
      let texts = try (0..<4).map { try answer.value("choices.\($0).text") }
      #expect(texts == ["<a>", "<a>", "<b>", "<b>"])
      #expect(try answer.value("object") == "text_completion")
      #expect(server.model.asked.withLock { $0.allSatisfy(\.isContinuation) })
      let streamed = try await server.client.send(
        "POST",
        "/v1/completions",
        #"{"prompt":"a","stream":true}"#
      )
      #expect(streamed.body.contains(#""text":"<a>""#) && streamed.events.last == "[DONE]")
    }
  }

  @Test func `gives the model the guard's instruction and opens with its words`() async throws {
    try await ServerUnderTest.serving(Model("Yes.")) { server in
      let answer = try await server.chat("steam?")
      #expect(try answer.value("choices.0.message.content") == "Mind the steam.\n\nYes.")
      #expect(server.model.asked.withLock { $0[0].addendum } == "Speak of teapots.")
    }
  }

  @Test(arguments: [false, true])
  func `hands on calls of tools that pass, and refuses those that do not`(streams: Bool)
    async throws
  {
    let calls = [
      ToolCall(id: "c1", name: "boil", arguments: #"{"litres":2}"#),
      ToolCall(id: "c2", name: "dance", arguments: #"{"what":"s\u0069lver kettle dance"}"#),
    ]
    let model = Model { _, number in
      let call = calls[min(number, 1)]
      return Model.stream(
        [.toolCall(.init(index: 0, id: call.id, name: call.name, arguments: call.arguments))],
        .toolCalls
      )
    }
    let more: [String: JSONValue] = [
      "stream": .boolean(streams), "tools": [["type": "function", "function": ["name": "boil"]]],
      "some_field": [1, 2],
    ]
    try await ServerUnderTest.serving(model) { server in
      let good = try await server.chat("Tea?", more)
      let bad = try await server.chat("Tea?", more)
      #expect(good.body.contains(#""arguments":"{\"litres\":2}""#))
      #expect(good.body.contains(#""finish_reason":"tool_calls""#))
      #expect(!bad.body.contains("lver") && !bad.body.contains("tool_calls"))
      #expect(bad.body.contains(#""finish_reason":"content_filter""#))
      #expect(bad.body.contains("No kettles here."))
      let fields = server.model.requests.withLock { $0[0].fields }
      #expect(fields["some_field"] == [1, 2] && fields["tools"] == more["tools"])
    }
  }

  @Test func `hands on nothing of a message that nobody looked at`() async throws {
    let messages: JSONValue = [
      ["role": "user", "content": "Tea?", "name": "kim", "thoughts": "the silver kettle dance"],
      ["role": "assistant", "content": "Yes.", "reasoning_content": "the silver kettle dance"],
      [
        "role": "user",
        "content": [["type": "text", "text": "More?", "extra": "silver kettle dance"]],
      ],
      [
        "role": "assistant", "content": .null,
        "tool_calls": [
          [
            "id": "functions.boil:0", "type": "function", "extra": "silver kettle dance",
            "function": ["name": "boil", "arguments": "{}", "extra": "silver kettle dance"],
          ]
        ],
      ],
      [
        "role": "tool", "tool_call_id": "functions.boil:0", "content": "Done.",
        "tool_calls": [["id": "x", "function": ["name": "silver-kettle-dance"]]],
      ],
    ]
    try await ServerUnderTest.serving(Model("Tea.")) { server in
      let status = try await server.chat("", ["messages": messages]).status
      #expect(status == 200)
      let handed = server.model.requests.withLock { $0[0].messages }
      let wanted: [JSONValue] = [
        ["role": "user", "content": "Tea?", "name": "kim"],
        ["role": "assistant", "content": "Yes."],
        ["role": "user", "content": [["type": "text", "text": "More?"]]],
        [
          "role": "assistant", "content": .null,
          "tool_calls": [
            [
              "id": "functions.boil:0", "type": "function",
              "function": ["name": "boil", "arguments": "{}"],
            ]
          ],
        ],
        ["role": "tool", "tool_call_id": "functions.boil:0", "content": "Done."],
      ]
      #expect(handed == wanted)
    }
  }

  @Test func `screens earlier calls of tools and what tools said`() async throws {
    let messages: JSONValue = [
      ["role": "user", "content": "Tea?"],
      [
        "role": "assistant", "content": .null,
        "tool_calls": [
          ["id": "c1", "type": "function", "function": ["name": "look", "arguments": "{}"]]
        ],
      ],
      ["role": "tool", "tool_call_id": "c1", "content": "the silver kettle dance"],
    ]
    try await ServerUnderTest.serving(Model("never")) { server in
      let answer = try await server.chat("", ["messages": messages])
      #expect(try answer.value("choices.0.finish_reason") == "content_filter")
    }
  }

  @Test func `refuses answers that cannot be recorded`() async throws {
    try await ServerUnderTest.serving(Model("Tea.")) { server in
      server.sink.isFull.withLock { $0 = true }
      let answer = try await server.chat("Tea?")
      #expect(try answer.value("choices.0.finish_reason") == "content_filter")
      #expect(!answer.body.contains("Tea."))
      let check = try await server.client.send("POST", "/v1/guard/check", #"{"input":"Tea?"}"#)
      #expect(check.status == 503)
    }
  }
}
