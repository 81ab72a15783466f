import FuzzSupport
import ServerSupport
import StrictJSON
import Testing

/// Bodies that are wrong: an error of OpenAI's shape with the right status, and nothing else.
struct BadInputTests {
  typealias Model = ServerUnderTest.Model

  private static func messages(_ count: Int) -> String {
    let one = #"{"role":"user","content":"x"}"#
    return #"{"messages":[\#(Array(repeating: one, count: count).joined(separator: ","))]}"#
  }

  private static let wrong: [(body: String, status: Int, parameter: JSONValue)] = [
    ("", 400, .null), ("{", 400, .null), ("[]", 400, .null), ("nonsense", 400, .null),
    (#"{"messages":[]}"#, 400, "messages"), (#"{"messages":3}"#, 400, "messages"),
    (#"{"prompt":"x"}"#, 400, "messages"), (#"{"messages":[3]}"#, 400, "messages[0]"),
    (#"{"messages":[{"content":"x"}]}"#, 400, "messages[0].role"),
    (#"{"messages":[{"role":"king","content":"x"}]}"#, 400, "messages[0].role"),
    (#"{"messages":[{"role":"user","content":3}]}"#, 400, "messages[0].content"),
    (
      #"{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]}"#,
      400, "messages[0].content[0].type"
    ),
    (
      #"{"messages":[{"role":"assistant","tool_calls":[{"type":"custom","custom":{"input":"x"}}]}]}"#,
      400, "messages[0].tool_calls[0].function"
    ),
    (
      #"{"messages":[{"role":"user","content":"x"}],"temperature":"hot"}"#, 400, "temperature"
    ),
    (#"{"messages":[{"role":"user","content":"x"}],"temperature":9}"#, 400, "temperature"),
    (#"{"messages":[{"role":"user","content":"x"}],"max_tokens":0}"#, 400, "max_tokens"),
    (#"{"messages":[{"role":"user","content":"x"}],"n":17}"#, 400, "n"),
    (#"{"messages":[{"role":"user","content":"x"}],"stream":"yes"}"#, 400, "stream"),
    (#"{"messages":[{"role":"user","content":"x"}],"stop":[""]}"#, 400, "stop"),
    (#"{"messages":[{"role":"user","content":"x"}],"logprobs":true}"#, 400, "logprobs"),
    (
      #"{"messages":[{"role":"user","content":"x"}],"chat_template":"x"}"#, 400, "chat_template"
    ),
    (#"{"messages":[{"role":"user","content":"x"}],"documents":["x"]}"#, 400, "documents"),
    (
      #"{"messages":[{"role":"user","content":"x"}],"chat_template_kwargs":{"a":true,"b":"x y"}}"#,
      400, "chat_template_kwargs.b"
    ),
    (
      #"{"messages":[{"role":"user","content":"x"}],"response_format":"json"}"#, 400,
      "response_format"
    ),
    (
      #"{"messages":[{"role":"user","content":"x","name":"a b"}]}"#, 400, "messages[0].name"
    ),
    (
      #"{"messages":[{"role":"tool","content":"x","tool_call_id":"a b"}]}"#, 400,
      "messages[0].tool_call_id"
    ),
    (
      #"{"messages":[{"role":"assistant","tool_calls":[{"id":"a b","function":{"name":"x"}}]}]}"#,
      400, "messages[0].tool_calls[0].id"
    ),
    (#"{"model":"other","messages":[{"role":"user","content":"x"}]}"#, 404, "model"),
    (
      #"{"model":"\#(String(repeating: "x", count: 257))","messages":[{"role":"user","content":"x"}]}"#,
      400, "model"
    ),
    (#"{"messages":[],"messages":[]}"#, 400, .null),
    (messages(10_000), 400, "messages"),
    (
      #"{"messages":[{"role":"user","content":"\#(String(repeating: "x", count: 300_000))"}]}"#,
      400, "messages"
    ),
    (#"{"messages":\#(String(repeating: "[", count: 90_000))"#, 400, .null),
  ]

  @Test func `names the field that is wrong`() async throws {
    try await ServerUnderTest.serving(Model("never")) { server in
      for (body, status, parameter) in Self.wrong {
        let answer = try await server.client.send("POST", "/v1/chat/completions", body)
        #expect(answer.status == status, "\(body.prefix(80))")
        #expect(try answer.value("error.param") == parameter, "\(body.prefix(80))")
        #expect(try answer.value("error.type") == "invalid_request_error")
        if case .string(let message)? = try answer.value("error.message") {
          #expect(!message.isEmpty && message.utf8.count < 300)
        } else {
          Issue.record("no message for \(body.prefix(80))")
        }
      }
      #expect(server.model.asked.withLock { $0.isEmpty } && server.sink.all("stage").isEmpty)
    }
  }

  @Test(arguments: [
    ("completions", "{}", "prompt"), ("completions", #"{"prompt":3}"#, "prompt"),
    ("completions", #"{"prompt":[1,2]}"#, "prompt"), ("completions", #"{"prompt":[]}"#, "prompt"),
    ("completions", #"{"prompt":"x","best_of":2}"#, "best_of"),
    ("completions", #"{"prompt":"x","echo":true}"#, "echo"),
    ("completions", #"{"prompt":"x","suffix":"y"}"#, "suffix"),
    ("moderations", "{}", "input"), ("moderations", #"{"input":[]}"#, "input"),
    ("moderations", #"{"input":[{"type":"image_url"}]}"#, "input[0].type"),
    ("guard/check", "{}", "input"), ("guard/check", #"{"input":3}"#, "input"),
    ("guard/check", #"{"input":"x","stage":"king"}"#, "stage"),
    ("guard/explain", #"{"input":["x"]}"#, "input"),
  ])
  func `names the field that is wrong, wherever it is asked`(
    path: String,
    body: String,
    parameter: String
  ) async throws {
    try await ServerUnderTest.serving(Model("never")) { server in
      let answer = try await server.client.send("POST", "/v1/" + path, body)
      #expect(answer.status == 400)
      #expect(try answer.value("error.param") == .string(parameter))
      #expect(server.model.asked.withLock { $0.isEmpty } && server.sink.all("stage").isEmpty)
    }
  }

  @Test func `refuses bytes that are no UTF-8, and bodies that are too large or too slow`()
    async throws
  {
    try await ServerUnderTest.serving(Model("never")) { options in
      options.limits.bodyBytes = 4_096
      options.limits.bodySeconds = 0.3
    } _: { server in
      let path = "/v1/chat/completions"
      let bytes = Array(#"{"messages":[{"role":"user","content":""#.utf8) + [0xC3, 0x28]
      let broken = try await server.client.send("POST", path, bytes + Array(#""}]}"#.utf8))
      #expect(broken.status == 400)
      let large = try await server.client.send("POST", path, String(repeating: " ", count: 5_000))
      #expect(large.status == 413)
      let late = try await server.client.send(
        "POST",
        path,
        Array("{".utf8),
        headers: ["content-length": "100"]
      )
      #expect(late.status == 408)
      let chunked = try await server.client.send(
        "POST",
        path,
        Array("2000\r\n".utf8) + [UInt8](repeating: 0x20, count: 8_192)
          + Array("\r\n0\r\n\r\n".utf8),
        headers: ["content-length": "", "transfer-encoding": "chunked"]
      )
      #expect(chunked.status == 413 || chunked.status == 400)
    }
  }

  @Test func `refuses a body that is compressed`() async throws {
    try await ServerUnderTest.serving(Model("never")) { server in
      for (encoding, status) in [("gzip", 415), ("zstd, identity", 415), ("Identity", 200)] {
        let headers = ["content-encoding": encoding]
        let body = #"{"input":"Tea?"}"#
        let answer = try await server.client.send("POST", "/v1/guard/check", body, headers: headers)
        #expect(answer.status == status, "\(encoding)")
        if status == 415 { #expect(try answer.value("error.code") == "unsupported_encoding") }
      }
    }
  }

  @Test func `has errors for what is not there`() async throws {
    try await ServerUnderTest.serving(Model("never")) { server in
      for (method, path, status) in [
        ("GET", "/", 404), ("GET", "/v1/nothing", 404), ("GET", "/v1/chat/completions", 404),
        ("POST", "/health/live", 404), ("GET", "/v1/models/other", 404),
        ("GET", "/v1/guard/decisions/0123456789abcdef", 404),
        ("GET", "/v1/guard/decisions/%27%20OR%201", 404), ("POST", "/admin/reload", 404),
      ] {
        let answer = try await server.client.send(method, path)
        #expect(answer.status == status || answer.status == 405, "\(method) \(path)")
        #expect(try answer.value("error.type") == "invalid_request_error", "\(method) \(path)")
      }
    }
  }

  @Test func `answers or refuses mutated bodies, and goes on`() async throws {
    let good = Array(
      """
      {"model":"kettle-1","messages":[{"role":"system","content":"Be brief."},{"role":"user",
      "content":[{"type":"text","text":"Tea?"}]},{"role":"assistant","tool_calls":[{"id":"a","type":
      "function","function":{"name":"boil","arguments":"{\\"l\\":1}"}}]},{"role":"tool",
      "tool_call_id":"a","content":"\\u00e9"}],"stream":true,"n":2,"temperature":0.5,"stop":["x"]}
      """.utf8
    )
    var bodies: [[UInt8]] = []
    Fuzz.rounds(400, seed: 71_000) { _, generator in
      bodies.append(Fuzz.mutated(good, alphabet: "{}[]\",:\\0.eE-tfn", with: &generator))
    }
    let paths = [
      "chat/completions", "completions", "moderations", "guard/check", "guard/policy/validate",
    ]
    try await ServerUnderTest.serving(Model("Tea.")) { server in
      var refused = 0
      for (round, body) in bodies.enumerated() {
        let path = "/v1/" + paths[round % paths.count]
        let answer = try await server.client.send("POST", path, body)
        if answer.status != 200 {
          refused += 1
          #expect([400, 404].contains(answer.status), "seed \(71_000 + round)")
          #expect(try answer.value("error.message") != nil, "seed \(71_000 + round)")
        }
      }
      #expect(refused > 100)
      let status = try await server.chat("Tea?").status
      #expect(status == 200)
    }
  }
}
