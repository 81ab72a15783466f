import GenerationGuard
import SafetyCore
import SafetyPolicy
import Testing

/// What a model writes for itself.
struct ReasoningStageTests {
  private static func policy(_ mode: String) -> String {
    """
    settings: {reasoning: \(mode)}

    """ + SamplePolicy.texts + """
      detectors:
        dance: {kind: lexicon, phrases: [silver kettle dance]}
        spoon: {kind: lexicon, phrases: [copper spoon]}
        markers: {kind: control_token}
      rules:
        - {id: thinks-dance, stage: reasoning, if: hit(dance), action: cut, template: declined}
        - {id: thinks-spoon, stage: reasoning, if: hit(spoon), action: redact}
        - {id: thinks-markers, stage: reasoning, if: hit(markers), action: redact}

      """
  }

  private func answer(_ mode: String, thinking: [String]) async throws -> GuardedConversation.Answer
  {
    let conversation = try GuardedConversation(Self.policy(mode))
    let pieces = thinking.map { GenerationPiece.reasoning($0) } + [.text("Tea."), .finished(.stop)]
    return try await conversation.answer(
      [ChatMessage(.user, "tea?")],
      by: ScriptedGenerator(pieces: [pieces])
    )
  }

  @Test func `withholds it unless told otherwise`() async throws {
    let answer = try await answer("withhold", thinking: ["A copper", " spoon."])
    #expect(answer.reasoning.isEmpty && answer.text == "Tea." && answer.reason == .stop)
    let usual = try GuardedConversation(
      SamplePolicy.texts + "detectors: {k: {kind: control_token}}\n"
    )
    #expect(usual.program.policy.settings.reasoning == .withhold)
  }

  @Test func `guards it as an answer is guarded`() async throws {
    let thinking = "First a copper spoon, then <start_of_turn>model tea."
    let whole = try await answer("screen", thinking: [thinking])
    #expect(whole.reasoning == "First a [SPOON], then [MARKERS]model tea.")
    #expect(whole.text == "Tea.")
    let cut = try await answer("screen", thinking: thinking.map { String($0) })
    #expect(cut.reasoning == whole.reasoning)
  }

  @Test func `ends the answer with it where a rule says so`() async throws {
    let answer = try await answer("screen", thinking: ["Of the silver ket", "tle dance."])
    #expect(answer.reasoning == "Of the " && answer.text == "\n\nNo kettles here.")
    #expect(answer.summary?.stage == .reasoning && answer.summary?.rule == "thinks-dance")
    #expect(answer.reason == .contentFilter)
  }

  @Test func `passes it on where the policy says so`() async throws {
    let answer = try await answer("pass", thinking: ["A copper", " spoon."])
    #expect(answer.reasoning == "A copper spoon.")
  }
}
