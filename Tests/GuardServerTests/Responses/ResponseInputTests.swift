import SafetyCore
import ServerSupport
import StrictJSON
import Testing

/// What a response is asked with: items, tools and settings, as the guard and the model read them.
struct ResponseInputTests {
  typealias Model = ServerUnderTest.Model

  private static let items: JSONValue = [
    ["role": "developer", "content": "Be brief."],
    ["type": "message", "role": "user", "content": [["type": "input_text", "text": "Tea?"]]],
    ["type": "reasoning", "id": "rs_1", "summary": [["type": "summary_text", "text": "steam"]]],
    [
      "type": "message", "id": "msg_1", "role": "assistant", "status": "completed",
      "content": [["type": "output_text", "text": "Wait.", "annotations": [], "logprobs": []]],
    ],
    ["type": "function_call", "call_id": "c1", "name": "boil", "arguments": "{}", "id": "fc_1"],
    ["type": "function_call", "call_id": "c2", "name": "look", "arguments": "{}"],
    ["type": "function_call_output", "call_id": "c1", "output": "hot"],
    [
      "type": "function_call_output", "call_id": "c2",
      "output": [["type": "input_text", "text": "red"]],
    ],
    ["role": "assistant", "content": [["type": "refusal", "refusal": "No."]]],
    ["role": "user", "content": "More?"],
  ]

  @Test func `reads items as the messages of a chat`() async throws {
    try await ServerUnderTest.serving(Model("Tea.")) { server in
      let answer = try await server.respond(Self.items, ["instructions": "Be kind."])
      #expect(answer.status == 200)
      let asked = try #require(server.model.asked.withLock { $0.first })
      let calls = ["boil", "look"].enumerated().map {
        ToolCall(id: "c\($0.offset + 1)", name: $0.element, arguments: "{}")
      }
      #expect(
        asked.messages == [
          ChatMessage(.system, "Be kind."), ChatMessage(.system, "Be brief."),
          ChatMessage(.user, "Tea?"), ChatMessage(.assistant, "Wait.", toolCalls: calls),
          ChatMessage(.tool, "hot", toolCallID: "c1"), ChatMessage(.tool, "red", toolCallID: "c2"),
          ChatMessage(.assistant, "No."), ChatMessage(.user, "More?"),
        ]
      )
      let handed = server.model.requests.withLock { $0[0].messages }
      #expect(handed.count == 8 && handed[2] == ["role": "user", "content": "Tea?"])
      #expect(handed[3].value("tool_calls.1.function.name") == "look")
      #expect(handed[4] == ["role": "tool", "tool_call_id": "c1", "content": "hot"])
      let stages = server.sink.all("stage")
      #expect(stages == ["history", "tool_result", "prompt", "output"])
    }
  }

  private static let dances: [JSONValue] = [
    [
      ["role": "assistant", "content": [["type": "output_text", "text": "silver kettle dance"]]],
      ["role": "user", "content": "More?"],
    ],
    [
      ["role": "user", "content": "Tea?"],
      ["type": "function_call", "call_id": "c1", "name": "look", "arguments": "{}"],
      ["type": "function_call_output", "call_id": "c1", "output": "a silver kettle dance"],
    ],
    [
      ["role": "user", "content": "Tea?"],
      [
        "type": "function_call", "call_id": "c1", "name": "look",
        "arguments": #"{"what":"s\u0069lver kettle dance"}"#,
      ], ["type": "function_call_output", "call_id": "c1", "output": "hot"],
    ],
    [
      [
        "role": "user",
        "content": [
          ["type": "input_text", "text": "a silver kettle"],
          ["type": "input_text", "text": "dance"],
        ],
      ]
    ],
  ]

  @Test(arguments: dances)
  func `looks at every item as at the messages of a chat`(input: JSONValue) async throws {
    try await ServerUnderTest.serving(Model("never")) { server in
      let answer = try await server.respond(input)
      #expect(try answer.value("output.0.content.0.refusal") == "No kettles here.")
      #expect(server.model.asked.withLock { $0.isEmpty })
    }
  }

  private static let settings: [String: JSONValue] = [
    "tools": [
      [
        "type": "function", "name": "boil", "description": "Boils.", "strict": true,
        "parameters": ["type": "object"], "defer_loading": false,
      ]
    ], "tool_choice": ["type": "function", "name": "boil"], "parallel_tool_calls": false,
    "reasoning": ["effort": "low", "summary": "auto"], "some_field": [1, 2],
    "text": [
      "verbosity": "low",
      "format": ["type": "json_schema", "name": "tea", "schema": [:], "strict": true],
    ], "safety_identifier": "p-17", "include": [], "service_tier": .null,
  ]

  private static let chatSettings: [String: JSONValue] = [
    "tools": [
      [
        "type": "function",
        "function": [
          "name": "boil", "description": "Boils.", "strict": true,
          "parameters": ["type": "object"],
        ],
      ]
    ], "tool_choice": ["type": "function", "function": ["name": "boil"]],
    "parallel_tool_calls": false, "reasoning_effort": "low", "some_field": [1, 2],
    "verbosity": "low",
    "response_format": [
      "type": "json_schema", "json_schema": ["name": "tea", "schema": [:], "strict": true],
    ],
  ]

  @Test func `says tools and settings in the words of a chat`() async throws {
    try await ServerUnderTest.serving(Model("Tea.")) { server in
      let answer = try await server.respond("Tea?", Self.settings)
      #expect(try answer.value("tools") == Self.settings["tools"])
      #expect(try answer.value("tool_choice") == Self.settings["tool_choice"])
      let asked = try #require(server.model.requests.withLock { $0.first })
      #expect(asked.fields == Self.chatSettings && asked.request.isStructured && asked.usesTools)
      let plain = try await server.respond("Tea?", ["tools": [], "tool_choice": "auto"])
      #expect(plain.status == 200)
      #expect(server.model.requests.withLock { $0[1].fields } == [:])
    }
  }

  @Test(arguments: [false, true])
  func `hands on calls that pass, takes their results, and refuses calls that do not`(
    streams: Bool
  ) async throws {
    let arguments = [#"{"litres":2}"#, #"{"what":"s\u0069lver kettle dance"}"#]
    let model = Model { _, number in
      guard number != 1 else { return Model.stream([.text("It boils.")]) }
      let call = ToolCallPiece(index: 0, name: "boil", arguments: arguments[min(number, 1)])
      return Model.stream([.toolCall(call)], .toolCalls)
    }
    let more: [String: JSONValue] = [
      "stream": .boolean(streams), "tools": [["type": "function", "name": "boil"]],
    ]
    try await ServerUnderTest.serving(model) { server in
      let first = try await server.respond("Tea?", more).response(streams: streams)
      let call = try #require(first.value("output.0"))
      #expect(call.value("type") == "function_call" && call.value("status") == "completed")
      let result: JSONValue = [
        "type": "function_call_output", "call_id": try #require(call.value("call_id")),
        "output": "done",
      ]
      let turns: JSONValue = [["role": "user", "content": "Tea?"], call, result]
      let second = try await server.respond(turns, more).response(streams: streams)
      #expect(second.value("output.0.content.0.text") == "It boils.")
      let third = try await server.respond("Tea?", more)
      let refused = try third.response(streams: streams)
      #expect(refused.value("output.0.content.0.refusal") == "No kettles here.")
      #expect(refused.value("output.1") == nil && refused.value("x_guard.stage") == "tool_call")
      #expect(!third.body.contains("lver"))
    }
  }

  private static let policy =
    ServerUnderTest.policy.replacing(
      "version: 1.0.0\n",
      with: "version: 1.0.0\nsettings: {multi_turn: {trust: seal}}\n"
    )

  @Test(arguments: [false, true])
  func `passes over turns whose item comes back with its seal`(streams: Bool) async throws {
    let call = ToolCallPiece(index: 0, id: "c1", name: "boil", arguments: "{}")
    let model = Model { _, number in
      number == 0
        ? Model.stream([.text("Wait."), .toolCall(call)], .toolCalls)
        : Model.stream([.text("Tea.")])
    }
    let key = DigestKey(bytes: [UInt8](repeating: 7, count: 32))
    try await ServerUnderTest.serving(model, policy: Self.policy, seal: key) { server in
      let more: [String: JSONValue] = ["stream": .boolean(streams)]
      let first = try await server.respond("Tea?", more).response(streams: streams)
      guard case .array(let output)? = first.value("output"), output.count == 2 else {
        Issue.record("no message and call")
        return
      }
      let result: JSONValue = ["type": "function_call_output", "call_id": "c1", "output": "hot"]
      let turns = [["role": "user", "content": "Tea?"]] + output + [result]
      for (turns, wanted) in [
        (turns, ["tool_result", "prompt", "output"]),
        (
          [["role": "user", "content": "Coffee?"]] + turns.dropFirst(),
          ["history", "tool_result", "prompt", "output"]
        ),
      ] as [([JSONValue], [CanonicalValue])] {
        let before = server.sink.all("stage").count
        _ = try await server.respond(.array(turns), more)
        #expect(Array(server.sink.all("stage").dropFirst(before)) == wanted)
      }
      #expect(output[1].value("x_guard_seal") != nil && output[0].value("x_guard_seal") == nil)
    }
  }
}
