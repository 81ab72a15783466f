import FuzzSupport
import ServerSupport
import StrictJSON
import Testing

/// Bodies of responses that are wrong, or ask for what is not had: an error that names the field.
struct ResponseBadInputTests {
  typealias Model = ServerUnderTest.Model

  private static let wrongInputs: [(input: JSONValue, parameter: JSONValue)] = [
    (3, "input"), ([], "input"), ([3], "input[0]"), ([["type": "reasoning"]], "input"),
    ([["role": "king", "content": "x"]], "input[0].role"), ([["content": "x"]], "input[0].role"),
    ([["role": "user"]], "input[0].content"),
    ([["role": "user", "content": 3]], "input[0].content"),
    (
      [["role": "user", "content": [["type": "input_image", "image_url": "x"]]]],
      "input[0].content[0].type"
    ),
    (
      [["role": "user", "content": [["type": "input_file", "file_id": "x"]]]],
      "input[0].content[0].type"
    ),
    ([["type": "item_reference", "id": "msg_1"]], "input[0].type"),
    ([["type": "web_search_call", "id": "ws_1"]], "input[0].type"),
    ([["type": "function_call", "name": "x", "arguments": "{}"]], "input[0].call_id"),
    ([["type": "function_call", "call_id": "c", "arguments": "{}"]], "input[0].name"),
    ([["type": "function_call", "call_id": "a b", "name": "x"]], "input[0].call_id"),
    ([["type": "function_call_output", "output": "x"]], "input[0].call_id"),
    ([["type": "function_call_output", "call_id": "c"]], "input[0].output"),
    (
      [["type": "function_call_output", "call_id": "c", "output": [["type": "input_image"]]]],
      "input[0].output[0].type"
    ), (.string(String(repeating: "x", count: 300_000)), "input"),
    (.array([JSONValue](repeating: ["role": "user", "content": "x"], count: 10_000)), "input"),
    (
      [
        ["role": "assistant", "content": "x", "x_guard_seal": 3], ["role": "user", "content": "x"],
      ],
      "input[0].x_guard_seal"
    ),
  ]

  @Test func `names the item that is wrong`() async throws {
    try await ServerUnderTest.serving(Model("never")) { server in
      for (number, (input, parameter)) in Self.wrongInputs.enumerated() {
        let answer = try await server.respond(input)
        #expect(answer.status == 400, "\(number)")
        #expect(try answer.value("error.param") == parameter, "\(number)")
        #expect(try answer.value("error.type") == "invalid_request_error")
      }
      #expect(server.model.asked.withLock { $0.isEmpty } && server.sink.all("stage").isEmpty)
    }
  }

  private static let wrongSettings: [(field: String, value: JSONValue, parameter: JSONValue)] = [
    ("previous_response_id", "resp_1", "previous_response_id"),
    ("conversation", "conv_1", "conversation"), ("prompt", ["id": "pmpt_1"], "prompt"),
    ("background", true, "background"), ("include", ["message.output_text.logprobs"], "include"),
    ("include", ["reasoning.encrypted_content", "kettle"], "include"), ("include", "x", "include"),
    ("include", [3], "include"),
    ("context_management", [["type": "compaction"]], "context_management"),
    ("tools", [["type": "web_search"]], "tools[0].type"),
    ("tools", [["type": "file_search", "vector_store_ids": []]], "tools[0].type"),
    ("tools", [["type": "function", "function": ["name": "x"]]], "tools[0].name"),
    ("tools", "all", "tools"), ("tool_choice", "maybe", "tool_choice"),
    ("tool_choice", ["type": "web_search"], "tool_choice"), ("text", "x", "text"),
    ("text", ["format": ["type": "grammar"]], "text.format.type"),
    ("truncation", "half", "truncation"), ("temperature", 9, "temperature"),
    ("max_output_tokens", 0, "max_output_tokens"), ("n", 2, "n"),
    ("top_logprobs", 3, "top_logprobs"), ("metadata", 3, "metadata"), ("store", "yes", "store"),
    ("stream", "yes", "stream"), ("instructions", ["x"], "instructions"),
    ("parallel_tool_calls", 1, "parallel_tool_calls"), ("reasoning", "low", "reasoning"),
    ("chat_template", "x", "chat_template"),
  ]

  @Test func `names the setting that is wrong or not had`() async throws {
    try await ServerUnderTest.serving(Model("never")) { server in
      for (field, value, parameter) in Self.wrongSettings {
        let answer = try await server.respond("Tea?", [field: value])
        #expect(answer.status == 400, "\(field)")
        #expect(try answer.value("error.param") == parameter, "\(field)")
      }
      let missing = try await server.client.send("POST", "/v1/responses", #"{"messages":[]}"#)
      #expect(missing.status == 400)
      #expect(try missing.value("error.param") == "input")
      let unknown = try await server.respond("Tea?", ["model": "other"])
      #expect(unknown.status == 404)
      #expect(server.model.asked.withLock { $0.isEmpty } && server.sink.all("stage").isEmpty)
    }
  }

  @Test func `refuses tools of a model that has none`() async throws {
    let model = Model(takesEverything: false) { _, _ in Model.stream([.text("Tea.")]) }
    try await ServerUnderTest.serving(model) { server in
      let tools: JSONValue = [["type": "function", "name": "boil"]]
      let answer = try await server.respond("Tea?", ["tools": tools])
      #expect(answer.status == 400)
      #expect(try answer.value("error.param") == "tools")
      let found = try await server.respond("Tea?").status
      #expect(found == 200)
    }
  }

  @Test func `answers or refuses mutated bodies, and goes on`() async throws {
    let good = Array(
      """
      {"model":"kettle-1","instructions":"Be brief.","input":[{"role":"user","content":[{"type":
      "input_text","text":"Tea?"}]},{"type":"function_call","call_id":"a","name":"boil","arguments":
      "{\\"l\\":1}"},{"type":"function_call_output","call_id":"a","output":"\\u00e9"}],"stream":true,
      "tools":[{"type":"function","name":"boil"}],"text":{"format":{"type":"text"}},"store":false}
      """.utf8
    )
    var bodies: [[UInt8]] = []
    Fuzz.rounds(200, seed: 72_000) { _, generator in
      bodies.append(Fuzz.mutated(good, alphabet: "{}[]\",:\\0.eE-tfn", with: &generator))
    }
    try await ServerUnderTest.serving(Model("Tea.")) { server in
      var refused = 0
      for (round, body) in bodies.enumerated() {
        let answer = try await server.client.send("POST", "/v1/responses", body)
        guard answer.status != 200 else { continue }
        refused += 1
        #expect([400, 404].contains(answer.status), "seed \(72_000 + round)")
        #expect(try answer.value("error.message") != nil, "seed \(72_000 + round)")
      }
      #expect(refused > 20 && refused < 200)
      let status = try await server.respond("Tea?").status
      #expect(status == 200)
    }
  }
}
