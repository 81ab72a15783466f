import Diagnostics
import ModelUpstream
import SafetyCore
import ServerSupport
import StrictJSON
import Synchronization
import Testing

/// The client against servers that answer well.
struct ModelUpstreamTests {
  private func asking(
    _ script: @escaping @Sendable (ScriptedServer.Request, ScriptedServer.Connection) -> Void,
    key: String? = nil,
    _ body: (ModelUpstream, ScriptedServer) async throws -> Void
  ) async throws {
    let server = try ScriptedServer(script)
    let endpoint = try UpstreamEndpoint(server.url, model: "kettle-1", apiKey: key)
    let upstream = ModelUpstream(endpoint)
    do { try await body(upstream, server) } catch {
      try await upstream.close()
      throw error
    }
    try await upstream.close()
  }

  private func request() -> ChatRequest {
    var request = ChatRequest([ChatMessage(.system, "Be brief."), ChatMessage(.user, "Tea?")])
    (request.temperature, request.seed, request.maximumTokens) = (0.5, 7, 16)
    request.stops = ["\n"]
    return request
  }

  @Test func `goes on with a text where there is no conversation`() async throws {
    try await asking({ _, connection in
      connection.beginEvents()
      connection.send("data: {\"choices\":[{\"index\":0,\"text\":\" on\"}]}\n\n")
      connection.send(
        "data: {\"choices\":[{\"index\":0,\"text\":\".\",\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
      )
    }) { upstream, server in
      var asked = GenerationRequest([ChatMessage(.user, "Put the kettle")], addendum: "Be brief.")
      asked.isContinuation = true
      var pieces: [GenerationPiece] = []
      for try await piece in upstream.generate(asked) { pieces.append(piece) }
      #expect(pieces == [.text(" on"), .text("."), .finished(.stop)])
      for sent in server.requests {
        #expect(sent.line == "POST /v1/completions" && !sent.body.contains("messages"))
        #expect(sent.body.contains(#""prompt":"Be brief.\n\nPut the kettle""#))
      }
    }
  }

  @Test func `asks again over the connection of an answer that is over`() async throws {
    let connections = Mutex(0)
    let event = #"data: {"choices":[{"index":0,"delta":{"content":"Yes"},"finish_reason":"stop"}]}"#
    try await asking({ _, connection in
      connections.withLock { $0 += 1 }
      repeat {
        connection.send(
          "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
        )
        for line in [event, "data: [DONE]"] {
          connection.send("\(String(line.utf8.count + 2, radix: 16))\r\n\(line)\n\n\r\n")
        }
        connection.send("0\r\n\r\n")
      } while connection.nextRequest() != nil
    }) { upstream, _ in
      for _ in 0..<10 {
        var pieces: [GenerationPiece] = []
        for try await piece in upstream.stream(request()) { pieces.append(piece) }
        #expect(pieces == [.text("Yes"), .finished(.stop)])
        try await Task.sleep(for: .milliseconds(20))
      }
    }
    #expect(connections.withLock { $0 } < 10)
  }

  @Test func `gives up a connection that says nothing more after an answer`() async throws {
    let isGivenUp = Mutex<Bool?>(nil)
    try await asking({ _, connection in
      connection.beginEvents()
      connection.delta("Yes")
      connection.finish()
      let ended = connection.waitForEnd()
      isGivenUp.withLock { $0 = ended }
    }) { upstream, _ in
      var pieces: [GenerationPiece] = []
      for try await piece in upstream.stream(request()) { pieces.append(piece) }
      #expect(pieces.last == .finished(.stop))
      // The client itself is closed only afterwards.
      while isGivenUp.withLock({ $0 == nil }) { try await Task.sleep(for: .milliseconds(20)) }
      #expect(isGivenUp.withLock { $0 } == true)
    }
  }

  @Test(arguments: [0, 1, 5])
  func `asks a busy server again as often as it may`(retries: Int) async throws {
    let count = Mutex(0)
    let server = try ScriptedServer { _, connection in
      let number = count.withLock { number -> Int in
        number += 1
        return number
      }
      guard number < 3 else {
        connection.beginEvents()
        connection.delta("Yes")
        return connection.finish()
      }
      connection.answer(
        "",
        status: number == 1 ? "429 Too Many\r\nretry-after: 0" : "503 Busy\r\nretry-after: 1"
      )
    }
    var endpoint = try UpstreamEndpoint(server.url)
    endpoint.limits.retries = retries
    let upstream = ModelUpstream(endpoint)
    let answer = try? await CollectedAnswer(of: upstream.stream(request()))
    #expect(answer?.text == (retries == 5 ? "Yes" : nil))
    #expect(server.requests.count == min(retries + 1, 3))
    try await upstream.close()
  }

  @Test func `streams pieces, usage and the end, whatever stands between events`() async throws {
    try await asking({ _, connection in
      connection.beginEvents()
      connection.send(": keep-alive\r\n\r\nevent: x\r\nid: 4\r\n")
      connection.send(
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\r\n\r\n"
      )
      connection.delta("Put the ")
      connection.send(
        "data: {\"choices\":[{\"index\":0,\ndata: \"delta\":{\"content\":\"kettle é🫖\"}}]}\n\n"
      )
      connection.finish("length")
    }) { upstream, server in
      var pieces: [GenerationPiece] = []
      for try await piece in upstream.stream(request()) { pieces.append(piece) }
      let usage = TokenUsage(prompt: 7, completion: 3)
      #expect(
        pieces == [.text("Put the "), .text("kettle é🫖"), .usage(usage), .finished(.length)]
      )
      let sent = try #require(server.requests.first)
      #expect(sent.line == "POST /v1/chat/completions" && sent.header("authorization") == nil)
      let body = try JSONValue(
        parsing: Array(sent.body.utf8),
        file: "b",
        limits: .init(bytes: 9_999, depth: 9)
      )
      let wanted: JSONValue = [
        "model": "kettle-1", "stream": true, "stream_options": ["include_usage": true],
        "temperature": 0.5, "seed": 7, "max_tokens": 16, "stop": ["\n"],
        "messages": [
          ["role": "system", "content": "Be brief."], ["role": "user", "content": "Tea?"],
        ],
      ]
      #expect(body == wanted)
    }
  }

  @Test func `sends its key, and names it nowhere`() async throws {
    try await asking(
      { _, connection in
        connection.beginEvents()
        connection.finish()
      },
      key: "s3cret"
    ) { upstream, server in
      for try await _ in upstream.stream(request()) {}
      #expect(server.requests[0].header("authorization") == "Bearer s3cret")
      #expect(!server.requests[0].body.contains("s3cret") && !upstream.name.contains("s3cret"))
    }
  }

  @Test func `puts calls of tools together from their parts`() async throws {
    try await asking({ _, connection in
      func calls(_ text: String) {
        connection.event(#"{"choices":[{"index":0,"delta":{"tool_calls":[\#(text)]}}]}"#)
      }
      connection.beginEvents()
      calls(#"{"index":0,"id":"c1","type":"function","function":{"name":"boil","arguments":""}}"#)
      calls(#"{"index":0,"function":{"arguments":"{\"litres\""}}"#)
      calls(
        #"{"index":0,"function":{"arguments":":2}"}},{"index":1,"id":"c2","function":{"name":"pour"}}"#
      )
      connection.event(
        #"{"choices":[{"index":0,"delta":{"reasoning_content":"Hm."},"finish_reason":"tool_calls"}]}"#
      )
      connection.event("[DONE]")
    }) { upstream, _ in
      let answer = try await CollectedAnswer(of: upstream.stream(request()))
      #expect(
        answer.toolCalls == [
          .init(id: "c1", name: "boil", arguments: #"{"litres":2}"#),
          .init(id: "c2", name: "pour", arguments: ""),
        ]
      )
      #expect(answer.reasoning == "Hm." && answer.finish == .toolCalls && answer.text.isEmpty)
    }
  }

  @Test func `is a generator of text, with an addendum in the system message`() async throws {
    try await asking({ _, connection in
      connection.beginEvents()
      connection.delta("Tea.")
      connection.finish()
    }) { upstream, server in
      var request = GenerationRequest([ChatMessage(.user, "What?")], maximumTokens: 5)
      request.addendum = "Speak of teapots."
      var pieces: [GenerationPiece] = []
      for try await piece in upstream.generate(request) { pieces.append(piece) }
      #expect(pieces.first == .text("Tea.") && pieces.last == .finished(.stop))
      #expect(
        server.requests[0].body.contains(
          #""messages":[{"content":"Speak of teapots.","role":"system"},{"content":"What?""#
        )
      )
    }
  }

  @Test func `lists models and posts to other paths`() async throws {
    try await asking({ request, connection in
      connection.answer(
        request.line == "GET /v1/models" ? #"{"data":[{"id":"a"},{"id":"b"}]}"# : #"{"results":[]}"#
      )
    }) { upstream, server in
      let models = try await upstream.models()
      #expect(models == ["a", "b"])
      let moderation = try await upstream.post("/moderations", ["input": "x"])
      #expect(moderation == ["results": []])
      #expect(server.requests[1].line == "POST /v1/moderations")
    }
  }

  @Test func `ends the request when nobody asks any more`() async throws {
    let (ended, signal) = AsyncStream<Bool>.makeStream()
    try await asking({ _, connection in
      connection.beginEvents()
      connection.delta("Put ")
      signal.yield(connection.waitForEnd())
      signal.finish()
    }) { upstream, _ in
      for try await _ in upstream.stream(request()) { break }
      var iterator = ended.makeAsyncIterator()
      #expect(await iterator.next() == true)
    }
  }

  @Test func `ends the request when its task is cancelled`() async throws {
    let (ended, signal) = AsyncStream<Bool>.makeStream()
    let (begun, beginning) = AsyncStream<Void>.makeStream()
    try await asking({ _, connection in
      connection.beginEvents()
      connection.delta("Put ")
      signal.yield(connection.waitForEnd())
      signal.finish()
    }) { upstream, _ in
      let task = Task {
        for try await _ in upstream.stream(request()) { beginning.yield() }
      }
      var began = begun.makeAsyncIterator()
      await began.next()
      task.cancel()
      var iterator = ended.makeAsyncIterator()
      #expect(await iterator.next() == true)
      _ = await task.result
    }
  }

  @Test(
    arguments: [
      ("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1"),
      ("https://tea.example/", "https://tea.example/v1"),
      ("http://[::1]:1234/api/v1/", "http://[::1]:1234/api/v1"),
    ]
  )
  func `takes an address with or without its path`(url: String, base: String) throws {
    #expect(try UpstreamEndpoint(url).base == base)
  }

  @Test(
    arguments: [
      "", "tea", "ftp://a/", "http://", "http://user:pass@a/", "http://a/?key=1", "file:///etc",
    ]
  )
  func `refuses an address that is none`(url: String) {
    #expect(throws: Diagnostic.self) { try UpstreamEndpoint(url) }
  }

  @Test func `refuses a key that would break a header`() {
    #expect(throws: Diagnostic.self) { try UpstreamEndpoint("http://a", apiKey: "a\r\nb: c") }
  }
}
