import GenerationGuard
import SafetyPolicy
import Testing

/// What `policy check` warns of among a policy's tests.
struct GuardPolicyLintTests {
  private func untested(mode: String, expecting rule: String, kind: String) throws -> Bool {
    let yaml = """
      categories: {dances: {title: Dances}}
      detectors: {dance: {kind: lexicon, phrases: [silver kettle dance]}}
      rules:
        - {id: dance, stage: prompt, if: hit(dance), action: refuse, template: declined, category: dances, mode: \(mode)}
        - {id: other, stage: prompt, if: hit(dance), action: annotate}
      tests:
        - {id: one, stage: prompt, kind: \(kind), text: tea, expect: {rule: \(rule)}}

      """
    let program = try SamplePolicy.program(SamplePolicy.texts + yaml)
    let lint = GuardPolicyLint(program.policy, today: "2026-01-31", phrases: program.phrases)
    return lint.warnings.contains { $0.code == "untested-category" }
  }

  @Test(
    arguments: [
      ("enforce", "dance", "must_block", false), ("enforce", "other", "must_block", true),
      ("enforce", "dance", "must_pass", true), ("shadow", "other", "must_block", false),
      ("off", "other", "must_block", false),
    ]
  )
  func `asks for a test of each category that is enforced`(
    mode: String,
    rule: String,
    kind: String,
    isMissing: Bool
  ) throws {
    #expect(try untested(mode: mode, expecting: rule, kind: kind) == isMissing)
  }
}
