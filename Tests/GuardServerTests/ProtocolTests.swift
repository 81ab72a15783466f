import ServerSupport
import Testing

/// What HTTP itself asks of a server.
struct ProtocolTests {
  typealias Model = ServerUnderTest.Model

  @Test func `answers HEAD as GET, without a body`() async throws {
    try await ServerUnderTest.serving(Model("never")) { server in
      for path in ["/health/live", "/v1/models", "/metrics"] {
        let head = try await server.client.send("HEAD", path)
        let whole = try await server.client.send("GET", path)
        #expect(head.status == 200 && head.body.isEmpty, "\(path)")
        #expect(head.headers["content-type"] == whole.headers["content-type"])
        #expect(Int(head.headers["content-length"] ?? "") ?? 0 > 0)
      }
      for (path, status) in [("/nowhere", 404), ("/v1/moderations", 405)] {
        let head = try await server.client.send("HEAD", path)
        #expect(head.status == status && head.body.isEmpty, "\(path)")
      }
    }
  }

  @Test(
    arguments: [
      ("PUT", "/v1/models", "GET, HEAD"), ("DELETE", "/v1/models/kettle-1", "GET, HEAD"),
      ("GET", "/v1/chat/completions", "POST"), ("POST", "/health/live", "GET, HEAD"),
      ("OPTIONS", "/v1/guard/policy/validate", "POST"),
    ]
  )
  func `says which methods a path knows`(method: String, path: String, allowed: String)
    async throws
  {
    try await ServerUnderTest.serving(Model("never")) { server in
      let answer = try await server.client.send(method, path)
      #expect(answer.status == 405 && answer.headers["allow"] == allowed)
      #expect(try answer.value("error.type") == "invalid_request_error")
    }
  }

  private static func head(_ length: Int) -> [UInt8] {
    Array(
      ("POST /v1/guard/check HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n"
        + "expect: 100-continue\r\ncontent-length: \(length)\r\n\r\n").utf8
    )
  }

  @Test func `asks for a body that waits to be asked for`() async throws {
    try await ServerUnderTest.serving(Model("never")) { server in
      let body = Array(#"{"input":"Tea?"}"#.utf8)
      let connection = try OpenConnection(port: server.client.port)
      connection.send(Self.head(body.count))
      let isAskedFor = try await Blocking.run {
        connection.read(until: "HTTP/1.1 100 Continue\r\n\r\n")
      }
      #expect(isAskedFor)
      connection.send(body)
      let answer = try await Blocking.run { String(decoding: connection.readAll(), as: UTF8.self) }
      #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.contains(#""action":"allow""#))
    }
  }

  @Test func `asks for no body that is too large`() async throws {
    try await ServerUnderTest.serving(Model("never")) { server in
      let connection = try OpenConnection(port: server.client.port)
      connection.send(Self.head(1 << 30))
      let answer = try await Blocking.run { String(decoding: connection.readAll(), as: UTF8.self) }
      #expect(answer.hasPrefix("HTTP/1.1 413 ") && answer.contains("body_too_large"))
    }
  }
}
