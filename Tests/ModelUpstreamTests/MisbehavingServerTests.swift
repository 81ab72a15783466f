import Diagnostics
import FuzzSupport
import ModelUpstream
import SafetyCore
import ServerSupport
import Testing

/// The client against servers that do what they must not: always a diagnostic, never a whole answer.
struct MisbehavingServerTests {
  typealias Script = @Sendable (ScriptedServer.Request, ScriptedServer.Connection) -> Void

  /// The code of the failure, and what had come before.
  private func failure(
    _ script: @escaping Script,
    limits: UpstreamEndpoint.Limits = .init()
  ) async throws -> (code: String?, text: String, retryAfter: Int?) {
    let server = try ScriptedServer(script)
    var endpoint = try UpstreamEndpoint(server.url)
    endpoint.limits = limits
    let upstream = ModelUpstream(endpoint)
    var text = ""
    var code: String?
    var retryAfter: Int?
    do {
      for try await piece in upstream.stream(ChatRequest([ChatMessage(.user, "Tea?")])) {
        if case .text(let piece) = piece { text += piece }
      }
    } catch let error as Diagnostic {
      (code, retryAfter) = (error.code.rawValue, error.retryAfter)
      #expect(!error.description.contains("kettle"), "no text of the server in a message")
    }
    try await upstream.close()
    return (code, text, retryAfter)
  }

  @Test(
    arguments: [
      (200, "upstream/truncated"), (400, "upstream/bad-request"), (401, "upstream/unauthorized"),
      (404, "upstream/not-found"), (429, "upstream/busy"), (500, "upstream/failed"),
      (302, "upstream/failed"),
    ]
  )
  func `names what a status means`(status: Int, code: String) async throws {
    let result = try await failure { _, connection in
      connection.answer("kettle", status: "\(status) Word")
    }
    #expect(result.code == code)
  }

  @Test(
    arguments: [
      (429, "Retry-After: 7", 7), (503, "retry-after: 0", 0), (503, "retry-after: 86400", 3_600),
      (429, "retry-after: 99999999999999999999", 3_600),
      (
        503, "date: Sun, 06 Nov 1994 08:49:37 GMT\r\nretry-after: Sun, 06 Nov 1994 08:50:07 GMT",
        30
      ),
      (429, "date: kettle\r\nretry-after: Sun, 06 Nov 1994 08:50:07 GMT", 0),
      (429, "retry-after: Fri, 31 Dec 9999 23:59:59 GMT", 3_600), (429, "x: 7", nil),
      (500, "retry-after: 7", nil), (404, "retry-after: 7", nil), (302, "retry-after: 7", nil),
    ]
  )
  func `hands on when a busy server wants to be asked again`(
    status: Int,
    headers: String,
    seconds: Int?
  ) async throws {
    let result = try await failure { _, connection in
      connection.answer("kettle", status: "\(status) Word\r\n\(headers)")
    }
    #expect(result.code != nil && result.retryAfter == seconds)
  }

  @Test(arguments: ["content-length: 99\r\n\r\nkettle", "connection: close\r\n\r\n"])
  func `names what a status means whatever becomes of its reason`(rest: String) async throws {
    let result = try await failure { _, connection in
      connection.send("HTTP/1.1 400 Bad Request\r\n" + rest)
      guard rest.hasPrefix("connection") else { return }
      while connection.send([UInt8](repeating: 42, count: 999)) {}
    }
    #expect(result.code == "upstream/bad-request")
  }

  @Test(
    arguments: [
      "{", "kettle", "[]", "3", #"{"kettle":1}"#, #"{"choices":[3]}"#,
      #"{"choices":[{"delta":[]}]}"#, #"{"choices":[{"delta":{"content":3}}]}"#,
      #"{"choices":[{"index":1,"delta":{"content":"kettle"}}]}"#,
      #"{"choices":[{"delta":{"tool_calls":[{"index":9}]}}]}"#,
      #"{"choices":[{"delta":{"tool_calls":[{"index":-1}]}}]}"#,
      #"{"choices":[{"delta":{"content":"\ud83d"}}]}"#,
      String(repeating: "[", count: 100_000),
    ]
  )
  func `refuses an event that is no piece of an answer`(event: String) async throws {
    let result = try await failure { _, connection in
      connection.beginEvents()
      connection.delta("Put ")
      connection.event(event)
      connection.finish()
    }
    #expect(result.code == "upstream/malformed" && result.text == "Put ")
  }

  @Test func `passes an error in the stream on as a failure`() async throws {
    let result = try await failure { _, connection in
      connection.beginEvents()
      connection.delta("Put ")
      connection.event(#"{"error":{"message":"kettle"}}"#)
    }
    #expect(result.code == "upstream/failed" && result.text == "Put ")
  }

  @Test(arguments: ["", "data: {\"choi", "data: {}", "\n"])
  func `does not take a broken connection for an end`(rest: String) async throws {
    let result = try await failure { _, connection in
      connection.beginEvents()
      connection.delta("Put ")
      connection.send(rest)
    }
    #expect(result.code == "upstream/truncated" && result.text == "Put ")
  }

  @Test func `notes a chunked answer that breaks off`() async throws {
    let result = try await failure { _, connection in
      connection.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
      let event = #"data: {"choices":[{"index":0,"delta":{"content":"Put "}}]}"# + "\n\n"
      connection.send(String(event.utf8.count, radix: 16) + "\r\n\(event)\r\n")
      connection.send("ffff\r\ndata: {")
    }
    #expect(result.code == "upstream/truncated" && result.text == "Put ")
  }

  @Test func `gives up a server that says nothing`() async throws {
    var limits = UpstreamEndpoint.Limits()
    limits.silenceSeconds = 0.3
    let late = try await failure({ _, connection in _ = connection.waitForEnd() }, limits: limits)
    #expect(late.code == "upstream/stalled")
    let stalled = try await failure(
      { _, connection in
        connection.beginEvents()
        connection.delta("Put ")
        _ = connection.waitForEnd()
      },
      limits: limits
    )
    #expect(stalled.code == "upstream/stalled" && stalled.text == "Put ")
  }

  @Test func `blames no server for a reader that is slow`() async throws {
    // More than the buffers on the way hold, so that the server has to wait for the reader.
    let (piece, count) = (String(repeating: "tea ", count: 16_384), 160)
    let server = try ScriptedServer { _, connection in
      connection.beginEvents()
      for _ in 0..<count { connection.delta(piece) }
      connection.finish()
    }
    var endpoint = try UpstreamEndpoint(server.url)
    endpoint.limits.silenceSeconds = 0.3
    let upstream = ModelUpstream(endpoint)
    var (characters, pauses) = (0, 2)
    for try await part in upstream.stream(ChatRequest([ChatMessage(.user, "Tea?")])) {
      if case .text(let text) = part { characters += text.utf8.count }
      guard pauses > 0 else { continue }
      pauses -= 1
      try await Task.sleep(for: .seconds(0.7))
    }
    #expect(characters == piece.utf8.count * count)
    try await upstream.close()
  }

  @Test func `gives up an answer beside the chat that stalls`() async throws {
    let server = try ScriptedServer { _, connection in
      connection.send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{")
      _ = connection.waitForEnd()
    }
    var endpoint = try UpstreamEndpoint(server.url)
    endpoint.limits.silenceSeconds = 0.3
    let upstream = ModelUpstream(endpoint)
    do {
      _ = try await upstream.post("/moderations", ["input": "Tea?"])
      Issue.record("a stalled answer was taken for a whole one")
    } catch let error as Diagnostic { #expect(error.code == "upstream/stalled") }
    try await upstream.close()
  }

  @Test func `gives up an answer that takes too long`() async throws {
    var limits = UpstreamEndpoint.Limits()
    limits.totalSeconds = 0.3
    let result = try await failure(
      { _, connection in
        connection.beginEvents()
        while connection.delta("Put ") { _ = connection.waitForEnd(seconds: 0.05) }
      },
      limits: limits
    )
    #expect(result.code == "upstream/timeout")
  }

  @Test func `refuses a giant event and an endless answer`() async throws {
    var limits = UpstreamEndpoint.Limits()
    limits.eventBytes = 10_000
    let giant = try await failure(
      { _, connection in
        connection.beginEvents()
        connection.send("data: ")
        while connection.send([UInt8](repeating: 0x20, count: 65_536)) {}
      },
      limits: limits
    )
    #expect(giant.code == "upstream/too-large")
    limits.answerBytes = 50_000
    let endless = try await failure(
      { _, connection in
        connection.beginEvents()
        while connection.delta("Put ") {}
      },
      limits: limits
    )
    #expect(endless.code == "upstream/too-large")
    let many = try await failure(
      { _, connection in
        connection.beginEvents()
        while connection.send("data:\n") {}
      },
      limits: limits
    )
    #expect(many.code == "upstream/too-large")
  }

  @Test func `gives a long text in parts, of which none is lost`() async throws {
    let text = String(repeating: "Put the kettle on. 🫖 ", count: 5_000)
    let server = try ScriptedServer { _, connection in
      connection.beginEvents()
      connection.delta(text)
      connection.finish()
    }
    let upstream = ModelUpstream(try UpstreamEndpoint(server.url))
    var parts: [String] = []
    for try await piece in upstream.stream(ChatRequest([ChatMessage(.user, "Tea?")])) {
      if case .text(let part) = piece { parts.append(part) }
    }
    try await upstream.close()
    #expect(parts.joined() == text && parts.count > 1)
    #expect(parts.allSatisfy { $0.utf8.count <= 16_384 })
  }

  @Test func `says that nobody listens, or that it is no HTTP`() async throws {
    let upstream = ModelUpstream(try UpstreamEndpoint("http://127.0.0.1:9"))
    await #expect(throws: Diagnostic.self) {
      for try await _ in upstream.stream(ChatRequest([ChatMessage(.user, "Tea?")])) {}
    }
    try await upstream.close()
    let result = try await failure { _, connection in connection.send("220 smtp ready\r\n") }
    #expect(result.code == "upstream/unreachable" || result.code == "upstream/truncated")
  }

  @Test func `reads or refuses mutated streams`() async throws {
    let good = """
      data: {"choices":[{"index":0,"delta":{"content":"tea"},"finish_reason":null}]}

      data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"b","arguments":"{}"}}]},"finish_reason":"stop"}]}

      data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}

      data: [DONE]


      """
    var bodies: [[UInt8]] = []
    Fuzz.rounds(300, seed: 61_000) { _, generator in
      bodies.append(
        Fuzz.mutated(Array(good.utf8), alphabet: "{}[]\",:\\data \r\n", with: &generator)
      )
    }
    var refused = 0
    for (round, body) in bodies.enumerated() {
      let result = try await failure { _, connection in
        connection.beginEvents()
        connection.send(body)
      }
      if let code = result.code {
        refused += 1
        #expect(code.hasPrefix("upstream/"), "seed \(61_000 + round)")
      }
    }
    #expect(refused > 50 && refused < bodies.count)
  }
}
