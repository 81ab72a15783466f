import Diagnostics
import GenerationGuard
import SafetyPolicy
import SafetyRuntime
import Testing

/// The policies that come with the program.
struct ShippedPolicyTests {
  private func program(_ name: String) throws -> GuardProgram {
    try GuardPolicyFile.read(try PolicyFolder.find() + "/\(name).yaml")
  }

  @Test(arguments: PolicyFolder.guardPolicies)
  func `passes its own tests and keeps its gates`(name: String) async throws {
    let tester = try await GuardPolicyTester(try program(name), today: "2026-11-28")
    let failed = tester.outcomes.filter { !$0.problems.isEmpty }
    #expect(
      failed.isEmpty,
      "\(failed.map { "\($0.test) \(String(describing: $0.mutation)) \(Set($0.problems))" })"
    )
    let broken = tester.gates.filter { !$0.isKept }
    #expect(broken.isEmpty, "\(broken)")
    #expect(!tester.outcomes.isEmpty)
  }

  @Test(arguments: PolicyFolder.guardPolicies)
  func `speaks nine languages`(name: String) throws {
    let policy = try program(name).policy
    #expect(!policy.templates.isEmpty)
    for template in policy.templates {
      for language in ["en", "de", "fr", "es", "pt", "ja", "zh", "hi", "ar"] {
        #expect(template.texts[language] != nil, "\(template.id) \(language)")
      }
    }
  }

  @Test func `names the clause that each rule carries out`() throws {
    let rules = try program("gemma-prohibited-use").policy.rules
    #expect(!rules.isEmpty)
    for rule in rules { #expect(rule.clause?.hasPrefix("PUP-") ?? false, "\(rule.id)") }
  }

  @Test func `changes nothing in the policy for research`() throws {
    #expect(try program("research").policy.rules.allSatisfy { $0.mode == .shadow })
    #expect(try program("research").holdBound == 0)
  }

  /// The guard's own cautions must be known for what they are, or an answer would get two.
  @Test func `knows its own cautions and refusals`() throws {
    let program = try program("default")
    let (hedge, refusal) = (
      program.policy.detector("is_cautious"), program.policy.detector("declines")
    )
    for (id, detector) in [("hedge_medical", hedge), ("hedge_legal", hedge), ("refusal", refusal)] {
      for (language, text) in try #require(program.policy.template(id)).texts {
        let evidence = try program.scan(text).evidence
        let place = try #require(detector)
        #expect(evidence[place].count > 0, "\(id) \(language)")
      }
    }
  }

  @Test func `refuses a policy whose bound exceeds what it allows`() throws {
    let yaml = """
      schema: gemma-safety/policy/1
      name: tight
      version: 1.0.0
      streaming: {hold: 20}
      detectors: {pot: {kind: lexicon, phrases: [a rather long phrase about pots]}}
      rules: [{id: pot, stage: output, if: hit(pot), action: redact}]
      """
    let error = #expect(throws: Diagnostic.self) {
      try GuardPolicyFile.compile(yaml, file: "tight.yaml")
    }
    #expect(error?.code == "policy/hold-limit")
  }
}
