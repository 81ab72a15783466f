import Diagnostics
import SafetyCore
import ServerSupport
import StrictJSON
import Synchronization
import Testing

/// Models that fail, clients that leave, and limits.
struct FailureTests {
  typealias Model = ServerUnderTest.Model

  private static func failing(_ code: Diagnostic.Code, after pieces: [String] = []) -> Model {
    Model { _, _ in
      AsyncThrowingStream { continuation in
        for piece in pieces { continuation.yield(.text(piece)) }
        continuation.finish(throwing: Diagnostic(code, "the model's server failed"))
      }
    }
  }

  @Test(
    arguments: [
      ("upstream/unreachable", 502), ("upstream/malformed", 502), ("upstream/stalled", 504),
      ("upstream/busy", 503), ("upstream/not-found", 404), ("upstream/bad-request", 400),
      ("gemma/sampling", 400), ("gemma/other", 500),
    ]
  )
  func `says with a status what the model's failure was`(code: String, status: Int) async throws {
    try await ServerUnderTest.serving(Self.failing(.init(rawValue: code))) { server in
      for streams in [false, true] {
        let answer = try await server.chat("Tea?", ["stream": .boolean(streams)])
        #expect(answer.status == status)
        #expect(try answer.value("error.code") == .string(code))
      }
      #expect(server.sink.all("action").contains("refuse"))
    }
  }

  @Test(arguments: [7, nil])
  func `hands on when a busy model wants to be asked again`(seconds: Int?) async throws {
    var busy = Diagnostic("upstream/busy", "the model's server answered with status 429")
    busy.retryAfter = seconds
    let model = Model { [busy] _, _ in AsyncThrowingStream { $0.finish(throwing: busy) } }
    try await ServerUnderTest.serving(model) { server in
      for streams in [false, true] {
        let more: [String: JSONValue] = ["stream": .boolean(streams)]
        let prompt = JSONValue.object(["prompt": "Tea", "stream": .boolean(streams)]).json
        for answer in [
          try await server.chat("Tea?", more), try await server.respond("Tea?", more),
          try await server.client.send("POST", "/v1/completions", prompt),
        ] {
          #expect(answer.status == 503)
          #expect(answer.headers["retry-after"] == seconds.map(String.init))
        }
      }
    }
  }

  /// Clients shorten the conversation where they read it.
  @Test(arguments: ["gemma/context", "upstream/context"])
  func `says by OpenAI's word that a conversation is too long`(code: String) async throws {
    try await ServerUnderTest.serving(Self.failing(.init(rawValue: code))) { server in
      for streams in [false, true] {
        let answer = try await server.chat("Tea?", ["stream": .boolean(streams)])
        #expect(answer.status == 400)
        #expect(try answer.value("error.code") == "context_length_exceeded")
        #expect(try answer.value("error.type") == "invalid_request_error")
      }
    }
  }

  @Test func `ends a broken stream with an error and no end`() async throws {
    let model = Self.failing("upstream/truncated", after: ["Put the ", "kettle on. "])
    try await ServerUnderTest.serving(model) { server in
      let answer = try await server.chat("Tea?", ["stream": true])
      #expect(answer.status == 200 && answer.events.last?.contains("upstream/truncated") == true)
      #expect(!answer.events.contains("[DONE]"))
      #expect(!answer.body.contains("finish_reason\":\"stop"))
      let whole = try await server.chat("Tea?")
      #expect(whole.status == 502 && !whole.body.contains("kettle"))
      // No rule refused anything.
      let metrics = try await server.client.send("GET", "/metrics").body
      let line =
        #"guard_decisions_total{stage="output",action="failed",category="none",mode="enforce"} 2"#
      #expect(metrics.contains(line + "\n") && !metrics.contains(#"action="refuse""#))
    }
  }

  /// Says a word and then nothing, and tells when it was given up.
  private static func stuck(_ ended: AsyncStream<Void>.Continuation) -> Model {
    Model { _, _ in
      AsyncThrowingStream { continuation in
        continuation.yield(.text("Put the kettle on. "))
        continuation.onTermination = { _ in ended.yield() }
      }
    }
  }

  @Test(arguments: [false, true])
  func `gives the model up when the client hangs up`(streams: Bool) async throws {
    let (ended, signal) = AsyncStream<Void>.makeStream()
    try await ServerUnderTest.serving(Self.stuck(signal)) { server in
      let body = Array(ServerUnderTest.body("Tea?", ["stream": .boolean(streams)]).utf8)
      let connection = try await Blocking.run {
        let connection = try server.client.begin("POST", "/v1/chat/completions", body)
        if streams { #expect(connection.read(until: "kettle")) }
        return connection
      }
      // Whoever hangs up before the model was asked leaves nothing to give up.
      let isAsked = try await eventually { server.model.asked.withLock { !$0.isEmpty } }
      #expect(isAsked)
      connection.hangUp()
      var iterator = ended.makeAsyncIterator()
      await iterator.next()
      let isRecorded = try await eventually {
        server.sink.all("failures").contains(.array(["the answer was given up"]))
      }
      #expect(isRecorded)
      let found1 = try await eventually { try await server.active() == 0 }
      #expect(found1)
      // A client that leaves is no failure of the server; a stream had its status before.
      let isToldApart = try await eventually {
        let metrics = try await server.client.send("GET", "/metrics").body
        return metrics.contains(#"status="499"} 1"#) == !streams && !metrics.contains(#"status="5"#)
      }
      #expect(isToldApart)
    }
  }

  @Test func `keeps a silent stream alive, and ends it when its time is over`() async throws {
    let (_, signal) = AsyncStream<Void>.makeStream()
    try await ServerUnderTest.serving(Self.stuck(signal)) { options in
      options.limits.keepAliveSeconds = 0.05
      options.limits.answerSeconds = 0.5
    } _: { server in
      let answer = try await server.chat("Tea?", ["stream": true])
      #expect(answer.body.contains(": keep-alive\n\n"))
      #expect(answer.events.last?.contains(#""code":"timeout""#) == true)
      let whole = try await server.chat("Tea?")
      #expect(whole.status == 504)
    }
  }

  @Test(arguments: [0, 1])
  func `ends a stream when its time is over, though no comment is due`(pieces: Int) async throws {
    let model = Model { _, _ in
      AsyncThrowingStream { if pieces > 0 { $0.yield(.text("Put the kettle on. ")) } }
    }
    try await ServerUnderTest.serving(model) { options in
      options.limits.keepAliveSeconds = 3_600
      options.limits.answerSeconds = 0.3
    } _: { server in
      let answer = try await server.chat("Tea?", ["stream": true])
      #expect(answer.status == (pieces > 0 ? 200 : 504))
      #expect(answer.body.contains(#""code":"timeout""#) && !answer.body.contains("keep-alive"))
      #expect(answer.body.contains("kettle") == (pieces > 0))
    }
  }

  @Test func `answers no more at once than it should`() async throws {
    let (_, signal) = AsyncStream<Void>.makeStream()
    try await ServerUnderTest.serving(Self.stuck(signal)) { options in
      options.limits.concurrent = 1
      options.limits.keepAliveSeconds = 0.05
    } _: { server in
      let body = Array(ServerUnderTest.body("Tea?", ["stream": true]).utf8)
      let first = try await Blocking.run {
        let connection = try server.client.begin("POST", "/v1/chat/completions", body)
        #expect(connection.read(until: "kettle"))
        return connection
      }
      let second = try await server.chat("Tea?")
      #expect(second.status == 429 && second.headers["retry-after"] == "1")
      first.hangUp()
      let found2 = try await eventually { try await server.active() == 0 }
      #expect(found2)
    }
  }

  @Test func `counts checks among what is answered at once`() async throws {
    let (_, signal) = AsyncStream<Void>.makeStream()
    try await ServerUnderTest.serving(Self.stuck(signal)) { options in
      options.limits.concurrent = 1
    } _: { server in
      let body = Array(ServerUnderTest.body("Tea?", ["stream": true]).utf8)
      let first = try await Blocking.run {
        let connection = try server.client.begin("POST", "/v1/chat/completions", body)
        #expect(connection.read(until: "kettle"))
        return connection
      }
      for path in ["moderations", "guard/check", "guard/explain", "guard/policy/validate"] {
        let answer = try await server.client.send("POST", "/v1/\(path)", #"{"input":"Tea?"}"#)
        #expect(answer.status == 429, "\(path)")
      }
      first.hangUp()
      let isFree = try await eventually { try await server.active() == 0 }
      #expect(isFree)
      let answer = try await server.client.send("POST", "/v1/guard/check", #"{"input":"Tea?"}"#)
      #expect(answer.status == 200)
    }
  }

  @Test func `gives up a check that takes too long`() async throws {
    try await ServerUnderTest.serving(Model("never")) { options in
      options.limits.answerSeconds = 0.000_001
    } _: { server in
      let text = String(repeating: "Put the kettle on. ", count: 13_000)
      let inputs = JSONValue.array([JSONValue](repeating: .string(text), count: 8))
      let body = JSONValue.object(["input": inputs])
      let answer = try await server.client.send("POST", "/v1/moderations", body.json)
      #expect(answer.status == 504)
      #expect(try answer.value("error.code") == "timeout")
      #expect(server.sink.all("stage").isEmpty)
    }
  }

  @Test func `limits how often a caller may ask`() async throws {
    try await ServerUnderTest.serving(Model("Tea."), { $0.limits.perMinute = 2 }) { server in
      var statuses: [Int] = []
      for _ in 0..<3 { statuses.append(try await server.chat("Tea?").status) }
      #expect(statuses == [200, 200, 429])
      let found3 = try await server.client.send("GET", "/health/live").status
      #expect(found3 == 200)
    }
  }
}

extension ServerUnderTest {
  /// The requests on their way, as the server counts them.
  func active() async throws -> Int {
    let text = try await client.send("GET", "/metrics").body
    let line = text.split(separator: "\n").first { $0.hasPrefix("guard_active_requests ") }
    return line.flatMap { Int($0.split(separator: " ")[1]) } ?? -1
  }
}
