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
      ],
      settings: [
        SettingDescriptor(
          "metal",
          .choice(["silver", "copper"]),
          default: .string("silver"),
          summary: "what it is made of"
        ),
        SettingDescriptor("owners", .names, default: .strings([]), summary: "whose it is"),
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

  @Test(arguments: [("all", ["all"]), ("[cook, guest]", ["cook", "guest"]), ("[]", [])])
  func `takes a list of names or one name alone`(text: String, names: [String]) throws {
    let policy = try parse(
      "version: 1\ndetectors:\n  kettle:\n    settings: {owners: \(text)}\n"
    )
    #expect(policy.detectors.first?.settings.strings("owners") == names)
    let wrong = "version: 1\ndetectors:\n  kettle:\n    settings: {owners: {all: 1}}\n"
    #expect(throws: Diagnostics.self) { try parse(wrong) }
  }

  @Test func `names the choices of a setting and the nearest`() throws {
    let text = "version: 1\ndetectors:\n  kettle:\n    settings: {metal: coper}\n"
    let error = #expect(throws: Diagnostics.self) { try parse(text) }
    let problem = try #require(error?.items.first)
    #expect(problem.code == "policy/wrong-value" && problem.place?.line == 4)
    #expect(problem.message == "must be one of silver, copper")
    #expect(problem.hint == "did you mean `copper`?")
  }

  @Test func `names the line of a key that is there twice and prints no text`() throws {
    let text = policy("{max: 0.5}") + "version: 1\n"
    let error = #expect(throws: Diagnostics.self) { try parse(text) }
    let problem = try #require(error?.items.first)
    #expect(problem.code == "policy/duplicate-key" && problem.place?.line != nil)
    #expect(!problem.message.contains("kettle") && problem.message.contains("`version`"))
  }

  @Test func `reads a file with a byte order mark`() throws {
    let text = policy("{max: 0.5}")
    #expect(try parse("\u{FEFF}" + text).digest == parse(text).digest)
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

  @Test func `reads what the bias audit asks for`() throws {
    var parser = CorpusPolicyParser(catalog: Self.catalog)
    let text = "version: 1\nname: x\nbias: {warn_ratio: 1.5, identity_terms: terms.yaml}\n"
    let policy = try parser.parse(text, file: "/silver/policy.yaml")
    #expect(policy.bias?.warnRatio == 1.5)
    #expect(policy.bias?.identityTerms == "/silver/terms.yaml")
    #expect(try parser.parse("version: 1\nbias:\n", file: "p").bias == BiasAuditPolicy())
    #expect(try parser.parse("version: 1\n", file: "p").bias == nil)
  }

  @Test func `says which ratios may stand and that a name is a text`() throws {
    let text = "version: 1\nname: [x]\nbias: {warn_ratio: 1001}\n"
    let error = #expect(throws: Diagnostics.self) { try parse(text) }
    #expect(
      error?.items.map(\.message) == [
        "`warn_ratio` must be a number above 1 and at most 1000", "`name` must be a text",
      ]
    )
    #expect(error?.items.map { $0.place?.line } == [3, 2])
    #expect(try parse("version: 1\nname: 7\n").name == "7")
  }

  @Test(arguments: [
    "version: 1\nname: &a x\nsummary: *a\n", "version: 1\nversion: 1\n",
    "version: 1\nbias: {warn_ratio: 0.5}\n", "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
  ])
  func `refuses anchors, keys given twice and ratios below one`(text: String) {
    var parser = CorpusPolicyParser(catalog: Self.catalog)
    #expect(throws: Diagnostics.self) { try parser.parse(text, file: "p") }
  }
}
