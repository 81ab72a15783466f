import SafetyCore
import ServerSupport
import StrictJSON
import Testing

/// Seals of turns: a client hands the answer's message back, and what was looked at is not again.
struct SealTests {
  typealias Model = ServerUnderTest.Model

  private static let policy =
    ServerUnderTest.policy.replacing(
      "version: 1.0.0\n",
      with: "version: 1.0.0\nsettings: {multi_turn: {trust: seal}}\n"
    )
  private static let key = DigestKey(bytes: [UInt8](repeating: 7, count: 32))

  private static func user(_ text: String) -> JSONValue {
    ["role": "user", "content": .string(text)]
  }

  /// The message of the answer, as clients put it together.
  private func message(
    _ server: ServerUnderTest,
    _ messages: [JSONValue],
    streams: Bool = false
  ) async throws -> [String: JSONValue] {
    let answer = try await server.chat(
      "",
      ["messages": .array(messages), "stream": .boolean(streams)]
    )
    guard streams else {
      guard case .object(let message)? = try answer.value("choices.0.message") else { return [:] }
      return message
    }
    var message: [String: JSONValue] = ["role": "assistant"]
    message["content"] = .string(try answer.streamed())
    message["x_guard_seal"] = .string(try answer.streamed("x_guard_seal"))
    return message
  }

  /// The stages that a request was looked at in.
  private func stages(
    _ server: ServerUnderTest,
    _ messages: [JSONValue]
  ) async throws -> [CanonicalValue] {
    let before = server.sink.all("stage").count
    _ = try await message(server, messages)
    return Array(server.sink.all("stage").dropFirst(before))
  }

  @Test(arguments: [false, true])
  func `passes over turns whose message comes back with its seal`(streams: Bool) async throws {
    try await ServerUnderTest.serving(Model("Tea."), policy: Self.policy, seal: Self.key) {
      server in
      let message = try await message(server, [Self.user("Tea?")], streams: streams)
      let turns = [Self.user("Tea?"), .object(message), Self.user("More?")]
      #expect(try await stages(server, turns) == ["prompt", "output"])
      // The seal is the guard's own: no server elsewhere reads it.
      let handed = try #require(server.model.requests.withLock { $0.last }).messages
      #expect(handed.count == 3 && handed[1].value("x_guard_seal") == nil)
      #expect(handed[1].value("content") == "Tea.")
    }
  }

  @Test func `looks again at turns whose seal is forged, swapped or missing`() async throws {
    try await ServerUnderTest.serving(Model("Tea."), policy: Self.policy, seal: Self.key) {
      server in
      let first = try await message(server, [Self.user("Tea?")])
      let other = try await message(server, [Self.user("Coffee?")])
      guard case .string(let seal)? = first["x_guard_seal"] else {
        Issue.record("no seal")
        return
      }
      var forged: [JSONValue?] = [nil, .null, other["x_guard_seal"], .string(seal + "0"), ""]
      forged.append(.string(String(seal.dropLast()) + (seal.hasSuffix("0") ? "1" : "0")))
      forged.append(.string(String(repeating: "1", count: 10_000)))
      for given in forged {
        var message = first
        message["x_guard_seal"] = given
        let turns = [Self.user("Tea?"), .object(message), Self.user("More?")]
        #expect(try await stages(server, turns) == ["history", "prompt", "output"])
      }
      // A seal does not carry over to other words, and the rule over history still refuses them.
      var swapped = first
      swapped["content"] = "The silver kettle dance"
      let turns = [Self.user("Tea?"), .object(swapped), Self.user("More?")]
      #expect(try await stages(server, turns) == ["history", "prompt"])
      let wrong = try await server.chat(
        "",
        ["messages": [["role": "assistant", "content": "a", "x_guard_seal": 3], Self.user("b")]]
      )
      #expect(wrong.status == 400)
      #expect(try wrong.value("error.param") == "messages[0].x_guard_seal")
    }
  }

  @Test func `gives no seal without a key`() async throws {
    try await ServerUnderTest.serving(Model("Tea."), policy: Self.policy) { server in
      let message = try await message(server, [Self.user("Tea?")])
      #expect(message["role"] == "assistant" && message["x_guard_seal"] == nil)
    }
  }
}
