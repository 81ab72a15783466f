import GenerationGuard
import SafetyCore
import SafetyPolicy
import Testing

/// Texts that the log keeps, sealed, beside the decisions over them.
struct TextKeepingTests {
  private static let policy =
    SamplePolicy.texts + """
      detectors:
        dance: {kind: lexicon, phrases: [silver kettle dance]}
      rules:
        - {id: ask, stage: prompt, if: hit(dance), action: refuse, template: declined}
        - {id: call, stage: tool_call, if: hit(dance), action: refuse, template: declined}
        - {id: result, stage: tool_result, if: hit(dance), action: refuse, template: declined}
        - {id: dance, stage: output, if: hit(dance), action: cut, template: declined}

      """

  private func conversation(erased: Set<String> = []) throws -> GuardedConversation {
    var conversation = try GuardedConversation(Self.policy)
    conversation.keeping = TextKeeping { erased.contains($0) }
    return conversation
  }

  /// Slot, subject and text of everything sealed, in order.
  private func kept(_ conversation: GuardedConversation) -> [String] {
    conversation.sink.records.withLock { $0 }.flatMap(\.sealed).map {
      "\($0.slot) of \($0.subject): \(String(decoding: $0.content, as: UTF8.self))"
    }
  }

  @Test func `keeps the person's last words and the answer, each beside its decision`() async throws
  {
    let conversation = try conversation()
    let messages = [ChatMessage(.user, "Hi."), ChatMessage(.assistant, "Hi!")]
    _ = try await conversation.answer(
      messages + [ChatMessage(.user, "Tea?")],
      by: ScriptedGenerator(["Green ", "tea."]),
      about: "7f3c"
    )
    #expect(kept(conversation) == ["prompt of 7f3c: Tea?", "output of 7f3c: Green tea."])
  }

  @Test func `names the answer as the subject where nobody is named`() async throws {
    let conversation = try conversation()
    _ = try await conversation.answer([ChatMessage(.user, "Tea?")], by: ScriptedGenerator(["Yes."]))
    #expect(kept(conversation) == ["prompt of request-1: Tea?", "output of request-1: Yes."])
  }

  @Test func `keeps what the model wrote where less of it went out`() async throws {
    let conversation = try conversation()
    let answer = try await conversation.answer(
      [ChatMessage(.user, "Tea?")],
      by: ScriptedGenerator(["Now a silver ", "kettle dance."])
    )
    #expect(!answer.text.contains("kettle dance"))
    #expect(kept(conversation).last == "output of request-1: Now a silver kettle dance.")
  }

  @Test func `keeps a prompt that is refused`() async throws {
    let conversation = try conversation()
    _ = try await conversation.answer(
      [ChatMessage(.user, "A silver kettle dance?")],
      by: ScriptedGenerator(["Never asked."])
    )
    #expect(kept(conversation) == ["prompt of request-1: A silver kettle dance?"])
  }

  @Test func `keeps calls of tools and what tools gave back`() async throws {
    let conversation = try conversation()
    let call = ToolCallPiece(index: 0, id: "call-2", name: "search", arguments: #"{"q":"tea"}"#)
    _ = try await conversation.answer(
      [
        ChatMessage(.user, "Tea?"), ChatMessage(.tool, "old", toolCallID: "call-0"),
        ChatMessage(.assistant, "Looking."), ChatMessage(.tool, "green", toolCallID: "call-1"),
      ],
      by: ScriptedGenerator(pieces: [[.toolCall(call), .finished(.toolCalls)]])
    )
    #expect(
      kept(conversation).sorted() == [
        "prompt of request-1: Tea?", "tool_call of request-1: search\n{\"q\":\"tea\"}",
        "tool_result of request-1: green",
      ]
    )
  }

  @Test func `keeps nothing where it was not asked to`() async throws {
    let conversation = try GuardedConversation(Self.policy)
    _ = try await conversation.answer([ChatMessage(.user, "Tea?")], by: ScriptedGenerator(["Yes."]))
    #expect(kept(conversation).isEmpty)
  }

  @Test func `records decisions about an erased subject without its texts`() async throws {
    let conversation = try conversation(erased: ["7f3c"])
    let answer = try await conversation.answer(
      [ChatMessage(.user, "Tea?")],
      by: ScriptedGenerator(["Yes."]),
      about: "7f3c"
    )
    #expect(answer.text == "Yes." && kept(conversation).isEmpty)
    #expect(try conversation.sink.decisions().map(\.stage) == ["prompt", "output"])
  }

  @Test func `asks the log only about subjects that were named`() async throws {
    struct Broken: Error {}
    var conversation = try GuardedConversation(Self.policy)
    conversation.keeping = TextKeeping { _ in throw Broken() }
    _ = try await conversation.answer([ChatMessage(.user, "Tea?")], by: ScriptedGenerator(["Yes."]))
    #expect(kept(conversation) == ["prompt of request-1: Tea?", "output of request-1: Yes."])
    let checked = try conversation.keeping?.contents(of: "Tea?", .prompt, about: .fresh("r"))
    #expect(checked?.map(\.subject) == ["r"])
  }

  @Test func `keeps a prompt beside one of its answers`() async throws {
    let conversation = try conversation()
    for keepsPrompt in [true, false] {
      _ = try await conversation.answer(
        [ChatMessage(.user, "Tea?")],
        by: ScriptedGenerator(["Yes."]),
        about: "7f3c",
        keepsPrompt: keepsPrompt
      )
    }
    let answers = [String](repeating: "output of 7f3c: Yes.", count: 2)
    #expect(kept(conversation) == ["prompt of 7f3c: Tea?"] + answers)
  }

  @Test func `refuses where the log cannot say whose texts it keeps`() async throws {
    struct Broken: Error {}
    var conversation = try GuardedConversation(Self.policy)
    conversation.keeping = TextKeeping { _ in throw Broken() }
    let answer = try await conversation.answer(
      [ChatMessage(.user, "Tea?")],
      by: ScriptedGenerator(["Yes."]),
      about: "7f3c"
    )
    #expect(answer.reason == .contentFilter && !answer.text.contains("Yes."))
  }

  @Test func `cuts a long text between characters`() throws {
    let text = String(repeating: "é", count: TextKeeping.mostBytes / 2) + "x"
    for text in [text, "a" + text] {
      let kept = try TextKeeping { _ in false }.contents(of: text, .prompt, about: .named("s"))
      let content = try #require(kept.first).content
      #expect(TextKeeping.mostBytes - 1...TextKeeping.mostBytes ~= content.count)
      #expect(String(validating: content, as: UTF8.self) != nil)
    }
  }
}
