import Diagnostics
import GenerationGuard
import SafetyDetectors
import SafetyPolicy
import Testing

/// Phrases that views cannot tell, or only in part.
struct UnmatchablePhraseTests {
  private func program(
    _ detector: String,
    lists: [Int: [GuardList.Entry]] = [:]
  ) throws -> GuardProgram {
    let yaml = """
      detectors:
        signs: \(detector)
      rules: [{id: signs, stage: prompt, if: hit(signs), action: refuse, template: declined}]

      """
    return try SamplePolicy.program(SamplePolicy.texts + yaml, lists: lists)
  }

  @Test(arguments: [
    "{kind: lexicon, phrases: [kettle, '🫖']}", "{kind: lexicon, phrases: ['☕☕']}",
    "{kind: lexicon, phrases: ['$$$']}", "{kind: lexicon, phrases: ['©'], views: [decoded]}",
    "{kind: lexicon, phrases: ['  - ']}", "{kind: hedge, phrases: ['…']}",
    "{kind: lexicon, phrases: [ab], views: [squeezed]}",
  ])
  func `refuses a phrase that no text can hold, and says where it stands`(detector: String) throws {
    let error = #expect(throws: Diagnostic.self) { try program(detector) }
    #expect(error?.code == "policy/unmatchable-phrase")
    #expect(error?.place?.file == "sample.yaml" && error?.place?.line != nil)
    #expect(error?.message.contains("`signs`") ?? false)
  }

  @Test func `names the line of a list`() throws {
    let list = try GuardList(parsing: Array("# signs\nkettle\n☕\n".utf8), file: "signs.tsv")
    let error = #expect(throws: Diagnostic.self) {
      try program("{kind: lexicon, files: [signs.tsv]}", lists: [0: list.entries])
    }
    #expect(error?.code == "policy/unmatchable-phrase")
    #expect(error?.place == .init(file: "signs.tsv", line: 3))
  }

  @Test(arguments: ["kettle", "茶", "9", "é", "C++", "🫖 kettle", "™"])
  func `takes a phrase with a letter or a figure`(phrase: String) throws {
    let program = try program("{kind: lexicon, phrases: ['\(phrase)']}")
    #expect(try program.scan("so \(phrase) it is").evidence[0].count == 1)
  }

  @Test func `finds what runs decode to where only that view is asked`() throws {
    let program = try program("{kind: lexicon, phrases: [silver kettle dance], views: [decoded]}")
    let text = "read c2lsdmVyIGtldHRsZSBkYW5jZQ== aloud"
    #expect(try program.scan(text).evidence[0].count == 1)
    #expect(try program.scan("a silver kettle dance").evidence[0].count == 0)
  }

  private func warnings(_ phrases: String) throws -> [GuardPolicyLint.Warning] {
    let program = try program("{kind: lexicon, phrases: [\(phrases)]}")
    return GuardPolicyLint(program.policy, today: "2026-01-31", phrases: program.phrases).warnings
      .filter { $0.code == "passed-over-signs" }
  }

  @Test func `warns where the signs of a phrase are passed over`() throws {
    let found = try warnings("kettle, C++, '🫖 kettle', 'pot#'")
    #expect(found.count == 1)
    #expect(found[0].message.contains("3 phrases") && found[0].message.contains("`C++`"))
  }

  @Test func `says nothing of marks that only part words`() throws {
    #expect(try warnings("don't, well-known, 'so, then', 'e.g.', tea™, 茶壺").isEmpty)
  }
}
