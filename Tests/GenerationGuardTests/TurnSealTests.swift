import GenerationGuard
import SafetyCore
import SafetyPolicy
import Testing

/// Trust in turns that were looked at before.
struct TurnSealTests {
  private static let policy =
    "settings: {multi_turn: {trust: seal}}\n" + SamplePolicy.texts + """
      detectors:
        dance: {kind: lexicon, phrases: [silver kettle dance]}
        pan: {kind: lexicon, phrases: [iron pan]}
      rules:
        - {id: dance, stage: history, if: hit(dance), action: refuse, template: declined}
        - {id: pan, stage: prompt, if: hit(pan), action: annotate, severity: medium}
        - {id: risky, stage: prompt, if: turn_risk >= 0.3, action: annotate}

      """

  private func conversation(key: UInt8 = 1, _ yaml: String = policy) throws -> GuardedConversation {
    var conversation = try GuardedConversation(yaml)
    conversation.seal = TurnSeal(key: DigestKey(bytes: [UInt8](repeating: key, count: 32)))
    return conversation
  }

  private let script = ScriptedGenerator(["Tea."])

  /// A first turn and its seal.
  private func opened(
    _ conversation: GuardedConversation,
    _ text: String = "tea?"
  ) async throws -> [ChatMessage] {
    let first = [ChatMessage(.user, text)]
    let answer = try await conversation.answer(first, by: script)
    let seal = try #require(answer.summary?.seal)
    return first + [ChatMessage(.assistant, answer.text, seal: seal)]
  }

  private func stages(_ conversation: GuardedConversation, _ messages: [ChatMessage]) async throws
    -> [String]
  {
    var fresh = conversation
    fresh.sink = RecordingSink()
    _ = try await fresh.answer(messages, by: script)
    return fresh.sink.texts("stage")
  }

  @Test func `passes over turns that a seal vouches for`() async throws {
    let conversation = try conversation()
    let turns = try await opened(conversation)
    let asked = turns + [ChatMessage(.user, "more?")]
    #expect(try await stages(conversation, asked) == ["prompt", "output"])
    var unsealed = asked
    unsealed[1].seal = nil
    #expect(try await stages(conversation, unsealed) == ["history", "prompt", "output"])
  }

  @Test func `looks again at turns that were changed, moved or sealed by another`() async throws {
    let conversation = try conversation()
    let turns = try await opened(conversation) + [ChatMessage(.user, "more?")]
    var forged: [[ChatMessage]] = []
    for change in 0..<5 {
      var messages = turns
      switch change {
      case 0: messages[0].text = "A silver kettle dance"
      case 1: messages[1].text = "A silver kettle dance"
      case 2: messages.insert(ChatMessage(.user, "silver kettle dance"), at: 0)
      case 3: messages[1].seal = "1.0.\(String(repeating: "0", count: 64))"
      default: messages[1].toolCalls = [ToolCall(id: "1", name: "x", arguments: "{}")]
      }
      forged.append(messages)
    }
    for messages in forged {
      #expect(try await stages(conversation, messages).first == "history")
    }
    var stranger = try self.conversation(key: 2)
    #expect(try await stages(stranger, turns).first == "history")
    stranger = try self.conversation(
      Self.policy + "  - {id: more, stage: output, if: hit(pan), action: cut}\n"
    )
    #expect(try await stages(stranger, turns).first == "history", "another policy")
    var elsewhere = conversation
    elsewhere.facts.route = "clinic"
    #expect(try await stages(elsewhere, turns).first == "history", "other facts")
    elsewhere.facts = conversation.facts
    elsewhere.facts.today = "2026-02-01"
    #expect(try await stages(elsewhere, turns).first == "history", "another day")
  }

  @Test(arguments: [
    "", "1", "1..", "2.0.\(String(repeating: "a", count: 64))", "1.-5.00", "1.9999.00",
  ])
  func `trusts no seal of another shape`(seal: String) async throws {
    let conversation = try conversation()
    var turns = try await opened(conversation) + [ChatMessage(.user, "more?")]
    turns[1].seal = seal
    #expect(try await stages(conversation, turns).first == "history")
  }

  @Test func `carries the risk of sealed turns along`() async throws {
    let conversation = try conversation()
    let risky = try await opened(conversation, "an iron pan")
    var fresh = conversation
    fresh.sink = RecordingSink()
    let second = try await fresh.answer(risky + [ChatMessage(.user, "tea?")], by: script)
    let prompt = try #require(try fresh.sink.decisions().first { $0.stage == "prompt" })
    #expect(prompt.proposals.map(\.rule) == ["risky"])
    #expect(second.summary?.seal != nil)
    // The risk is part of what is sealed.
    var lowered = risky
    let seal = try #require(lowered[1].seal)
    lowered[1].seal = "1.0." + seal.split(separator: ".")[2]
    #expect(
      try await stages(conversation, lowered + [ChatMessage(.user, "tea?")]).first == "history"
    )
  }

  @Test func `gives no seal without a key, nor where the policy looks again`() async throws {
    var conversation = try conversation()
    conversation.seal = nil
    let plain = try await conversation.answer([ChatMessage(.user, "tea?")], by: script)
    #expect(plain.summary?.seal == nil)
    let again = try self.conversation(
      Self.policy.replacing("trust: seal", with: "trust: rescan")
    )
    #expect(try await again.answer([ChatMessage(.user, "tea?")], by: script).summary?.seal == nil)
  }

  @Test func `lets risk fade from turn to turn`() async throws {
    let conversation = try GuardedConversation(
      Self.policy.replacing("trust: seal", with: "decay: 0.5")
    )
    func risk(_ texts: [String]) async throws -> Double? {
      var fresh = conversation
      fresh.sink = RecordingSink()
      let turns = texts.flatMap { [ChatMessage(.user, $0), ChatMessage(.assistant, "Tea.")] }
      _ = try await fresh.answer(turns + [ChatMessage(.user, "tea?")], by: script)
      return try fresh.sink.decisions().first { $0.stage == "prompt" }?.facts?.turnRisk
    }
    #expect(try await risk(["an iron pan"]) == 0.5)
    #expect(try await risk(["an iron pan", "tea"]) == 0.25)
    #expect(try await risk(["an iron pan", "tea", "tea"]) == 0.125)
    #expect(try await risk(["an iron pan", "tea", "an iron pan"]) == 0.5)
    #expect(try await risk([]) == 0)
  }
}
