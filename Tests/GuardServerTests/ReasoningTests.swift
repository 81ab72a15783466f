import SafetyCore
import ServerSupport
import StrictJSON
import Testing

/// What a model writes for itself, as the policy lets clients have it.
struct ReasoningTests {
  typealias Model = ServerUnderTest.Model

  private static func policy(_ mode: String) -> String {
    """
    schema: gemma-safety/policy/1
    name: tea-room
    version: 1.0.0
    settings: {reasoning: \(mode)}
    detectors:
      dance: {kind: lexicon, phrases: [silver kettle dance]}
      spoon: {kind: lexicon, phrases: [copper spoon]}
    rules:
      - {id: thinks-dance, stage: reasoning, if: hit(dance), action: cut, template: declined}
      - {id: thinks-spoon, stage: reasoning, if: hit(spoon), action: redact}
    templates:
      declined: {fallback: [en], texts: {en: No kettles here.}}

    """
  }

  private func answer(
    _ mode: String,
    thinking: String...,
    streams: Bool
  ) async throws -> PlainClient.Response {
    let pieces = thinking.map { GenerationPiece.reasoning($0) } + [.text("Tea.")]
    let model = Model { _, _ in Model.stream(pieces) }
    var answer: PlainClient.Response?
    try await ServerUnderTest.serving(model, policy: Self.policy(mode)) { server in
      answer = try await server.chat("Tea?", ["stream": .boolean(streams)])
    }
    return try #require(answer)
  }

  private func reasoning(_ answer: PlainClient.Response, streams: Bool) throws -> JSONValue? {
    guard streams else { return try answer.value("choices.0.message.reasoning_content") }
    return .string(try answer.streamed("reasoning_content"))
  }

  @Test(arguments: [false, true])
  func `screens it, and lets the rest out beside the answer`(streams: Bool) async throws {
    let answer = try await answer("screen", thinking: "Take a copp", "er spoon.", streams: streams)
    #expect(try reasoning(answer, streams: streams) == "Take a [SPOON].")
    #expect(!answer.body.contains("copp"))
    let text = streams ? try answer.streamed() : ""
    #expect(try streams ? text == "Tea." : answer.value("choices.0.message.content") == "Tea.")
  }

  @Test(arguments: [false, true])
  func `passes it on as it is where the policy says so`(streams: Bool) async throws {
    let answer = try await answer("pass", thinking: "A copper", " spoon.", streams: streams)
    #expect(try reasoning(answer, streams: streams) == "A copper spoon.")
  }

  @Test(arguments: [false, true])
  func `withholds it where the policy says so`(streams: Bool) async throws {
    let answer = try await answer("withhold", thinking: "A copper spoon.", streams: streams)
    #expect(!answer.body.contains("reasoning_content") && answer.body.contains("Tea."))
  }

  @Test(arguments: [false, true])
  func `ends the answer with it`(streams: Bool) async throws {
    let answer = try await answer(
      "screen",
      thinking: "The silver ",
      "kettle dance.",
      streams: streams
    )
    #expect(try reasoning(answer, streams: streams) == "The ")
    #expect(answer.body.contains(#""finish_reason":"content_filter""#))
    #expect(!answer.body.contains("Tea.") && answer.body.contains("No kettles here."))
    #expect(answer.body.contains(#""stage":"reasoning""#))
  }
}
