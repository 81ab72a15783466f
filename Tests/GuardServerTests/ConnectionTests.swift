import SafetyCore
import ServerSupport
import StrictJSON
import Testing

/// What becomes of connections: kept, ended as clients ask, and taken from those that take nothing.
struct ConnectionTests {
  typealias Model = ServerUnderTest.Model

  private static func request(
    _ path: String,
    _ body: String,
    version: String = "1.1",
    _ headers: String...
  ) -> [UInt8] {
    let lines =
      ["POST \(path) HTTP/\(version)", "host: localhost"] + headers.filter { !$0.isEmpty }
    let head = lines + ["content-length: \(body.utf8.count)", "", ""]
    return Array((head.joined(separator: "\r\n") + body).utf8)
  }

  private static func chat(_ more: [String: JSONValue] = [:], _ headers: String...) -> [UInt8] {
    request("/v1/chat/completions", ServerUnderTest.body("Tea?", more), headers.first ?? "")
  }

  @Test func `keeps a connection for the next answer, streamed or not`() async throws {
    try await ServerUnderTest.serving(Model("Put the ", "kettle on.")) { server in
      let connection = try OpenConnection(port: server.client.port)
      for round in 0..<6 {
        let streams = round % 2 == 0
        connection.send(Self.chat(["stream": .boolean(streams)]))
        let isAnswered = try await Blocking.run {
          connection.read(until: streams ? "data: [DONE]\n\n\r\n0\r\n\r\n" : #""x_guard":"#)
        }
        #expect(isAnswered, "round \(round)")
      }
      connection.send(Self.request("/v1/guard/check", #"{"input":"Tea?"}"#, "connection: close"))
      let rest = try await Blocking.run { connection.readToEnd() }
      #expect(rest.isEnded)
    }
  }

  @Test func `answers requests that come without waiting, in their order`() async throws {
    try await ServerUnderTest.serving(Model("Tea.")) { server in
      let connection = try OpenConnection(port: server.client.port)
      connection.send(
        Self.chat() + Self.chat(["stream": true]) + Self.chat(["n": 2], "connection: close")
      )
      let (bytes, isEnded) = try await Blocking.run { connection.readToEnd() }
      let text = String(decoding: bytes, as: UTF8.self).lowercased()
      #expect(isEnded && text.ranges(of: "http/1.1 200 ok\r\n").count == 3)
      // Only the last one is told that it is the last.
      let last = text.firstRange(of: "connection: close\r\n")
      #expect(text.ranges(of: "connection: close\r\n").count == 1)
      #expect(last.map { text[..<$0.lowerBound].contains("data: [done]") } == true)
      #expect(server.model.asked.withLock { $0.count } == 4)
    }
  }

  @Test(arguments: [
    ("1.0", ""), ("1.0", "connection: close"), ("1.1", "Connection: Close"),
    ("1.1", "connection: te, close"),
  ])
  func `ends a connection as its client asks`(version: String, header: String) async throws {
    try await ServerUnderTest.serving(Model("Put the ", "kettle on.")) { server in
      for (path, body) in [
        ("/v1/guard/check", #"{"input":"Tea?"}"#),
        ("/v1/chat/completions", ServerUnderTest.body("Tea?", ["stream": true])),
      ] {
        let connection = try OpenConnection(port: server.client.port)
        connection.send(Self.request(path, body, version: version, header))
        let (bytes, isEnded) = try await Blocking.run { connection.readToEnd() }
        let answer = String(decoding: bytes, as: UTF8.self)
        #expect(isEnded && answer.hasPrefix("HTTP/\(version) 200 OK\r\n"))
        #expect(answer.lowercased().contains("\r\nconnection: close\r\n"))
        // Who speaks HTTP/1.0 knows no chunks.
        if version == "1.0" {
          #expect(!answer.contains("transfer-encoding"))
          #expect(answer.hasSuffix("}\n") || answer.hasSuffix("data: [DONE]\n\n"))
        }
      }
    }
  }

  @Test func `gives up a client that takes nothing, once its time is over`() async throws {
    let text = String(repeating: "Put the kettle on. ", count: 50)
    let model = Model { _, _ in AsyncThrowingStream { .text(text) } }
    try await ServerUnderTest.serving(model) { options in
      options.limits.answerSeconds = 1
    } _: { server in
      let connection = try OpenConnection(port: server.client.port, buffer: 4_096)
      connection.send(Self.chat(["stream": true]))
      let isAnswering = try await eventually { try await server.active() == 1 }
      let isFree = try await eventually { try await server.active() == 0 }
      #expect(isAnswering && isFree)
      // It is dropped with all that it has not taken.
      let rest = try await Blocking.run { connection.readToEnd() }
      #expect(!String(decoding: rest.bytes, as: UTF8.self).contains("[DONE]"))
    }
  }
}
