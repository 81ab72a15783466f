import ServerSupport
import StrictJSON

extension ServerUnderTest {
  /// Asks for a response.
  func respond(
    _ input: JSONValue,
    _ more: [String: JSONValue] = [:],
    headers: [String: String] = [:]
  ) async throws -> PlainClient.Response {
    var body: [String: JSONValue] = ["model": "kettle-1", "input": input]
    body.merge(more) { $1 }
    let bytes = JSONValue.object(body).json
    return try await client.send("POST", "/v1/responses", bytes, headers: headers)
  }
}

extension PlainClient.Response {
  /// The events of a streamed response: what names each, and what it holds.
  var named: [(name: String, event: JSONValue)] {
    get throws {
      try body.split(separator: "\n\n").filter { $0.hasPrefix("event: ") }.map { block in
        let lines = block.split(separator: "\n", maxSplits: 1)
        let data = Array(lines[1].utf8.dropFirst("data: ".utf8.count))
        let limits = JSONLimits(bytes: 1 << 24, depth: 99)
        let event = try JSONValue(parsing: data, file: "event", limits: limits)
        return (String(lines[0].dropFirst("event: ".count)), event)
      }
    }
  }

  /// The response: the body, or what the last event of a stream holds.
  func response(streams: Bool) throws -> JSONValue {
    guard streams else { return try json }
    return try named.last?.event.value("response") ?? .null
  }

  /// What all events of a name say together.
  func joined(_ name: String) throws -> String {
    try named.filter { $0.name == name }.map { event in
      if case .string(let text)? = event.event.value("delta") { text } else { "" }
    }.joined()
  }
}
