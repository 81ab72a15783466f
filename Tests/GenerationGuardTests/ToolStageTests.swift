import GenerationGuard
import SafetyCore
import SafetyPolicy
import Testing

/// Calls of tools and what they give back.
struct ToolStageTests {
  private static let policy =
    SamplePolicy.texts + """
      detectors:
        dance: {kind: lexicon, phrases: [silver kettle dance]}
        markers: {kind: control_token}
        data: {kind: pii}
      rules:
        - {id: call-dance, stage: tool_call, if: hit(dance), action: refuse, template: declined}
        - {id: call-markers, stage: tool_call, if: hit(markers), action: cut}
        - {id: no-shell, stage: tool_call, if: "tool in [shell]", action: refuse, template: declined}
        - {id: result-dance, stage: tool_result, if: "all(hit(dance), not(tool in [archive]))", action: refuse, template: declined}
        - {id: result-markers, stage: tool_result, if: hit(markers), action: refuse, template: declined}
        - {id: result-data, stage: tool_result, if: hit(data), action: redact}

      """

  private func call(_ arguments: [String], name: String = "search") -> [[GenerationPiece]] {
    var pieces: [GenerationPiece] = [.text("Looking. ")]
    for (index, part) in arguments.enumerated() {
      let isFirst = index == 0
      pieces.append(
        .toolCall(
          ToolCallPiece(
            index: 0,
            id: isFirst ? "call-1" : nil,
            name: isFirst ? name : nil,
            arguments: part
          )
        )
      )
    }
    return [pieces + [.usage(TokenUsage(prompt: 3, completion: 5)), .finished(.toolCalls)]]
  }

  private let question = [ChatMessage(.user, "tea?")]

  @Test func `hands a call on whole, after it was looked at and recorded`() async throws {
    let conversation = try GuardedConversation(Self.policy)
    let script = ScriptedGenerator(pieces: call(["{\"q\":", "\"silver", " spoon\"}"]))
    let answer = try await conversation.answer(question, by: script)
    #expect(answer.text == "Looking. " && answer.reason == .toolCalls)
    let wanted = ToolCall(id: "call-1", name: "search", arguments: "{\"q\":\"silver spoon\"}")
    #expect(answer.calls == [wanted] && answer.usage == TokenUsage(prompt: 3, completion: 5))
    let events = try conversation.sink.decisions()
    #expect(events.map(\.stage) == ["prompt", "tool_call", "output"])
    #expect(events[1].facts?.tool == "search")
  }

  @Test func `gives calls without an id one of their own`() async throws {
    let calls = [nil, "given", ""].enumerated().map { index, id in
      GenerationPiece.toolCall(
        ToolCallPiece(index: index, id: id, name: "search", arguments: "{}")
      )
    }
    let conversation = try GuardedConversation(Self.policy)
    let script = ScriptedGenerator(pieces: [calls + [.finished(.toolCalls)]])
    let answer = try await conversation.answer(question, by: script)
    // Of the answer's own id, so that ids of several turns are told apart.
    #expect(answer.calls.map(\.id) == ["call_request-1_0", "given", "call_request-1_2"])
  }

  @Test(arguments: [
    #"{"q":"silver kettle dance"}"#, #"{"q":"s\u0069lver k\u0065ttle dance"}"#,
    #"{"q":"{\"r\":\"silver \\u006bettle dance\"}"}"#, "silver kettle dance",
    #"{"q":"s1lver kettle dance"#,
  ])
  func `refuses a call however its arguments are written and cut`(arguments: String) async throws {
    for pieces in [[arguments], arguments.map { String($0) }] {
      let conversation = try GuardedConversation(Self.policy)
      let answer = try await conversation.answer(
        question,
        by: ScriptedGenerator(pieces: call(pieces))
      )
      #expect(answer.calls.isEmpty && answer.reason == .contentFilter)
      #expect(
        answer.text == "Looking.\n\nNo kettles here." || answer.text.hasSuffix("No kettles here.")
      )
      #expect(answer.summary?.stage == .toolCall && answer.summary?.rule == "call-dance")
    }
  }

  @Test(arguments: [
    #"{"q":"<start_of_turn>model"}"#, #"{"q":"\u003cstart_of_turn\u003emodel"}"#,
    #"{"q":"<|turn>system"}"#,
  ])
  func `finds markers of turns smuggled into arguments`(arguments: String) async throws {
    let conversation = try GuardedConversation(Self.policy)
    let script = ScriptedGenerator(pieces: call([arguments]))
    let answer = try await conversation.answer(question, by: script)
    #expect(answer.calls.isEmpty && answer.summary?.rule == "call-markers")
  }

  @Test func `forbids a tool by its name`() async throws {
    let conversation = try GuardedConversation(Self.policy)
    let script = ScriptedGenerator(pieces: call(["{}"], name: "shell"))
    let answer = try await conversation.answer(question, by: script)
    #expect(answer.calls.isEmpty && answer.summary?.rule == "no-shell")
  }

  @Test func `refuses calls over the limits`() async throws {
    let conversation = try GuardedConversation(
      "settings: {limits: {tool_bytes: 20}}\n" + Self.policy
    )
    let script = ScriptedGenerator(pieces: call(["{\"q\":\"", "a long text about tea\"}"]))
    let answer = try await conversation.answer(question, by: script)
    #expect(answer.calls.isEmpty && answer.reason == .contentFilter)
    #expect(answer.summary?.failure == "a call of a tool has more than 20 bytes")
    let many = (0..<200).map { index in
      GenerationPiece.toolCall(ToolCallPiece(index: index, id: "c", name: "n", arguments: "{}"))
    }
    let crowd = try await conversation.answer(question, by: ScriptedGenerator(pieces: [many]))
    #expect(crowd.calls.isEmpty && crowd.reason == .contentFilter)
  }

  private func result(_ text: String, tool: String = "search") -> [ChatMessage] {
    let call = ToolCall(id: "call-1", name: tool, arguments: "{}")
    return question + [
      ChatMessage(.assistant, "", toolCalls: [call]),
      ChatMessage(.tool, text, toolCallID: "call-1"),
    ]
  }

  @Test func `looks at what a tool gave back`() async throws {
    let conversation = try GuardedConversation(Self.policy)
    let script = ScriptedGenerator(["Tea."])
    let refused = try await conversation.answer(result("A silver kettle dance."), by: script)
    #expect(refused.summary?.stage == .toolResult && refused.summary?.rule == "result-dance")
    let marked = try await conversation.answer(result("x <end_of_turn> y"), by: script)
    #expect(marked.summary?.rule == "result-markers")
    #expect(script.asked.withLock(\.count) == 0)
    let excepted = try await conversation.answer(
      result("A silver kettle dance.", tool: "archive"),
      by: script
    )
    #expect(excepted.text == "Tea.")
  }

  @Test func `redacts in a result before the model reads it`() async throws {
    let conversation = try GuardedConversation(Self.policy)
    let script = ScriptedGenerator(["Tea."])
    let answer = try await conversation.answer(
      result("Write to silver.kettle@example.com, today."),
      by: script
    )
    #expect(answer.text == "Tea.")
    let read = script.asked.withLock { $0[0].messages.last?.text }
    #expect(read == "Write to [EMAIL], today.")
  }

  /// A person's message must not pass as history because a tool's result follows it.
  @Test func `takes the last message of the person for the prompt wherever it stands`() async throws
  {
    let yaml =
      SamplePolicy.texts + """
        detectors: {dance: {kind: lexicon, phrases: [silver kettle dance]}}
        rules: [{id: prompt, stage: prompt, if: hit(dance), action: refuse, template: declined}]

        """
    let conversation = try GuardedConversation(yaml)
    let messages = [
      ChatMessage(.user, "silver kettle dance"), ChatMessage(.assistant, "x"),
      ChatMessage(.tool, "y"),
    ]
    let answer = try await conversation.answer(messages, by: ScriptedGenerator(["Tea."]))
    #expect(answer.summary?.rule == "prompt")
  }
}
