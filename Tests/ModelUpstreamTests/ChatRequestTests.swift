import ModelUpstream
import SafetyCore
import ServerSupport
import StrictJSON
import Testing

/// What a server is sent.
struct ChatRequestTests {
  private static let question: JSONValue = ["role": "user", "content": "Tea?"]

  @Test(arguments: ["system", "developer"])
  func `adds an instruction to the one that is there`(role: String) {
    let text: JSONValue = ["type": "text", "text": "Be brief."]
    let added: JSONValue = ["type": "text", "text": "\n\nBe kind."]
    let cases: [(JSONValue, JSONValue)] = [
      ("Be brief.", "Be brief.\n\nBe kind."), ([text], [text, added]), (.null, "Be kind."),
    ]
    for (content, wanted) in cases {
      var request = ChatRequest(messages: [
        ["role": .string(role), "content": content], Self.question,
      ])
      request.add("Be kind.")
      #expect(request.messages == [["role": .string(role), "content": wanted], Self.question])
    }
  }

  @Test func `begins with an instruction where there is none`() {
    var request = ChatRequest(messages: [Self.question])
    request.add("Be kind.")
    #expect(request.messages == [["role": "system", "content": "Be kind."], Self.question])
  }

  @Test func `sends a seed that every server takes`() {
    for seed in [0, 7, UInt64.max, 1 << 63, 1 << 31] {
      var asked = GenerationRequest([ChatMessage(.user, "Tea?")])
      asked.sampling = GenerationSampling(temperature: 0, topP: 1, seed: seed)
      let sent = ChatRequest(asked).seed ?? -1
      #expect(0...0x7FFF_FFFF ~= sent && UInt64(sent) == seed & 0x7FFF_FFFF)
    }
    var asked = GenerationRequest([ChatMessage(.user, "Tea?")])
    asked.sampling = GenerationSampling(temperature: 0.5)
    #expect(ChatRequest(asked).seed == nil && ChatRequest(asked).topP == nil)
  }

  @Test(arguments: [(1.0, false), (0.9, true)])
  func `leaves out a top_p that takes all`(topP: Double, isSent: Bool) async throws {
    let server = try ScriptedServer { _, connection in
      connection.beginEvents()
      connection.delta("Yes")
      connection.finish()
    }
    let upstream = ModelUpstream(try UpstreamEndpoint(server.url, model: "kettle-1"))
    var request = ChatRequest([ChatMessage(.user, "Tea?")])
    request.topP = topP
    let answer = try await CollectedAnswer(of: upstream.stream(request))
    var handedOn = ChatRequest([ChatMessage(.user, "Tea?")])
    handedOn.fields["top_p"] = .number(topP)
    _ = try await CollectedAnswer(of: upstream.stream(handedOn))
    try await upstream.close()
    #expect(answer.text == "Yes")
    #expect(server.requests.allSatisfy { $0.body.contains("top_p") == isSent })
    #expect(server.requests.count == 2)
  }
}
