import GenerationGuard
import SafetyCore
import SafetyPolicy
import SafetyRuntime
import Testing

/// Cautions that a conversation calls for, and how they are told.
struct CautionTests {
  private static let policy = """
    detectors:
      moon: {kind: lexicon, phrases: [purple moon]}
      comet: {kind: lexicon, phrases: [green comet]}
      sad: {kind: lexicon, phrases: [sad kettle]}
    rules:
      - {id: moon, stage: [prompt, history], if: hit(moon), action: hedge, template: one}
      - {id: comet, stage: [prompt, history], if: hit(comet), action: hedge, template: two}
      - {id: sad, stage: prompt, if: hit(sad), action: safe_complete, template: help}
    templates:
      one: {fallback: [en], texts: {en: Caution one.}}
      two: {fallback: [en], texts: {en: Caution two.}}
      help: {fallback: [en], texts: {en: We help.}, addendum: Be kind.}

    """

  private func answer(_ texts: [String]) async throws -> GuardedConversation.Answer {
    let messages = texts.enumerated().map { index, text in
      ChatMessage(index.isMultiple(of: 2) ? .user : .assistant, text)
    }
    let conversation = try GuardedConversation(Self.policy)
    return try await conversation.answer(messages, by: ScriptedGenerator(["Tea."]))
  }

  @Test(arguments: [
    ["purple moon", "green comet", "go"], ["green comet", "purple moon", "go"],
    ["purple moon", "purple moon, green comet", "go"],
  ])
  func `adds the cautions of all earlier turns, in the order of the policy`(
    texts: [String]
  ) async throws {
    let answer = try await answer(texts)
    #expect(answer.text == "Tea.\n\nCaution one.\n\nCaution two.")
    #expect(answer.summary?.action == .hedge && answer.summary?.stage == .history)
  }

  @Test func `tells what the prompt called for`() async throws {
    let cautioned = try await answer(["purple moon"])
    #expect(cautioned.summary?.action == .hedge && cautioned.summary?.rule == "moon")
    #expect(cautioned.summary?.stage == .prompt && cautioned.summary?.caution == nil)
    let helped = try await answer(["my sad kettle"])
    #expect(helped.summary?.action == .safeComplete && helped.summary?.rule == "sad")
    let plain = try await answer(["tea?"])
    #expect(plain.summary?.action == .allow && plain.summary?.stage == .output)
  }

  @Test func `takes up of a request what it says of sampling and leaves the rest`() {
    var settings = GenerationSettings(.text(""))
    (settings.temperature, settings.topP, settings.seed) = (0.7, 0.9, 5)
    settings.stops = ["x"]
    settings.take(GenerationSampling(seed: 7))
    #expect(settings.temperature == 0.7 && settings.topP == 0.9 && settings.seed == 7)
    #expect(settings.stops == ["x"])
    var second = GenerationSampling(temperature: 0, stops: ["y"])
    second.seedOffset = 2
    settings.take(second)
    #expect(settings.temperature == 0 && settings.topP == 0.9 && settings.seed == 9)
    #expect(settings.stops == ["y"])
  }
}
