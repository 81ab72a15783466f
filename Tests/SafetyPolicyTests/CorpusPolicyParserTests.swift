import Diagnostics
import SafetyCore
import SafetyPolicy
import Testing

struct CorpusPolicyParserTests {
  private static let catalog = [
    DetectorDescriptor(
      name: "kettle",
      summary: "kettles",
      rules: [
        RuleDescriptor(
          "kettle/silver",
          category: .quality,
          quantity: .share,
          summary: "silver",
          source: "test"
        )
      ]
    )
  ]

  private func parse(_ text: String) throws -> CorpusPolicy {
    var parser = CorpusPolicyParser(catalog: Self.catalog)
    return try parser.parse(text, file: "policy.yaml")
  }

  private func policy(_ rule: String) -> String {
    "version: 1\ndetectors:\n  kettle:\n    rules:\n      silver: \(rule)\n"
  }

  @Test func `judges by closed bounds and never passes an unknown value`() throws {
    let policy = try parse(policy("{max: 0.5, action: annotate}"))
    #expect(policy.decide(values: [0.5]).action == nil)
    #expect(policy.decide(values: [0.51]).action == .annotate)
    #expect(policy.decide(values: [.nan]).action == .remove)
  }

  @Test func `names the place of an unknown key and the nearest valid one`() throws {
    let error = #expect(throws: Diagnostics.self) { try parse(policy("{maxx: 0.5}")) }
    let problem = try #require(error?.items.first)
    #expect(problem.code == "policy/unknown-key")
    #expect(problem.place?.line == 5)
    #expect(problem.hint == "did you mean `max`?")
  }

  @Test(arguments: [
    "{max: 1.5}", "{min: 0.9, max: 0.1}", "{action: remove}", "{max: 0.5, action: redact}",
    "{max: often}", "{max: 0.1, max: 0.2}", "[",
  ])
  func `refuses a rule that cannot be meant`(rule: String) {
    #expect(throws: Diagnostics.self) { try parse(policy(rule)) }
  }

  @Test func `has a digest that comments do not change and thresholds do`() throws {
    let first = try parse(policy("{max: 0.5}"))
    #expect(try parse(policy("{max: 0.5}") + "# silver\n").digest == first.digest)
    #expect(try parse(policy("{max: 0.6}")).digest != first.digest)
  }
}
