import Diagnostics
import SafetyCore
import SafetyPolicy
import Testing

struct GuardPolicyParserTests {
  private static let head = "schema: gemma-safety/policy/1\nname: kettles\nversion: 1.2.3\n"

  private func parse(
    _ yaml: String,
    loader: @escaping GuardPolicyParser.Loader = { _ in throw Diagnostic("policy/none", "none") }
  ) throws -> GuardPolicy {
    var parser = GuardPolicyParser(loader: loader)
    return try parser.parse(Self.head + yaml, file: "p.yaml")
  }

  private static let small = """
    categories: {tea: {title: Tea}}
    detectors:
      pot: {kind: lexicon, phrases: [silver pot]}
      data: {kind: pii}
    templates:
      declined: {fallback: [en], texts: {en: "Sorry.", de: "Leider."}}
    rules:
      - {id: pot, stage: output, if: hit(pot), category: tea, action: redact}
      - {id: data, stage: prompt, if: "any(count(data) >= 2, all(hit(data), lang in [en, de]))", action: refuse, template: declined}

    """

  @Test func `reads a policy with everything filled in`() throws {
    let policy = try parse(Self.small)
    #expect(policy.name == "kettles" && policy.version == "1.2.3")
    #expect(policy.rules.map(\.id) == ["pot", "data"])
    #expect(policy.rules[0].severity == .medium && policy.rules[0].mode == .enforce)
    let text = policy.rules[1].condition.text(policy.detectors.map(\.id))
    #expect(text == "any(count(data) >= 2, all(hit(data), lang in [en, de]))")
    #expect(policy.settings.failMode(of: .output) == .closed)
  }

  /// What is wrong, its code and the line it stands on.
  private static let faults: [(yaml: String, code: Diagnostic.Code, line: Int)] = [
    ("detectorz: {}", "policy/unknown-key", 4),
    ("owner: yes", "policy/implicit-type", 4), ("owner: 12", "policy/implicit-type", 4),
    ("owner: [a]", "policy/wrong-type", 4), ("name: again", "policy/duplicate-key", 0),
    ("review_by: soon", "policy/wrong-type", 4),
    ("settings: {gap_run: 010}", "policy/out-of-range", 4),
    ("settings: {decoders: {rot13: yes}}", "policy/wrong-type", 4),
    ("settings: {fail_mode: {output: shut}}", "policy/wrong-value", 4),
    ("detectors: {pot: {kind: lexikon}}", "policy/wrong-value", 4),
    ("detectors: {pot: {kind: lexicon}}", "policy/empty-detector", 4),
    ("detectors: {pot: {kind: pii, phrases: [a]}}", "policy/unused-key", 4),
    ("detectors: {Pot: {kind: pii}}", "policy/bad-id", 4),
    ("rules: [{id: a, stage: output, if: hit(pot), action: cut}]", "policy/unknown-detector", 4),
    (small + "  - {id: pot, stage: output, if: hit(pot), action: cut}", "policy/duplicate-key", 13),
    (small + "  - {id: x, stage: output, if: hti(pot), action: cut}", "policy/bad-condition", 13),
    (small + "  - {id: x, stage: output, if: hit(pot, action: cut}", "policy/bad-condition", 13),
    (small + "  - {id: x, stage: output, action: cut}", "policy/missing-key", 13),
    (small + "  - {id: x, stage: output, if: hit(pot), action: refuse}", "policy/missing-key", 13),
    (small + "  - {id: x, stage: prompt, if: hit(pot), action: redact}", "policy/wrong-stage", 13),
    (small + "  - {id: x, stage: prompt, if: hit(pot), action: cut}", "policy/wrong-stage", 13),
    (
      small + "  - {id: x, stage: output, if: not(hit(pot)), action: cut}",
      "policy/needs-hindsight", 13
    ),
    (
      small + "  - {id: x, stage: output, if: hit(pot), unless: hit(data), action: cut}",
      "policy/needs-hindsight", 13
    ),
    (
      small + "  - {id: x, stage: output, if: count(pot) >= 2, action: redact}",
      "policy/needs-hindsight", 13
    ),
    (
      small + "  - {id: x, stage: output, if: hit(pot), category: te, action: cut}",
      "policy/unknown-category", 13
    ),
    (
      small + "  - {id: x, stage: output, if: hit(pot), template: decline, action: cut}",
      "policy/unknown-template", 13
    ),
    (
      small
        + "exceptions: {a: {rules: [pots], if: 'route in [x]', expires: 2030-01-01, reason: r}}",
      "policy/unknown-rule", 13
    ),
    (
      small + "exceptions: {a: {rules: [pot], if: hit(pot), expires: 2030-01-01, reason: r}}",
      "policy/bad-exception", 13
    ),
    (
      small + "exceptions: {a: {rules: [pot], if: 'route in [x]', reason: r}}",
      "policy/missing-key",
      13
    ),
    (small + "tests: [{id: t, stage: output, kind: must_bloc, text: a}]", "policy/wrong-value", 13),
    (small + "override: [spoon]", "policy/unused-override", 1),
    ("templates: {a: {fallback: [de], texts: {en: x}}}", "policy/missing-language", 4),
    ("extends: [other.yaml]", "policy/unpinned-base", 4), ("owner: &a x", "policy/anchor", 4),
    ("gates: {min_recal: 1}", "policy/unknown-key", 4),
    ("owner: \"a", "policy/yaml", 0), ("owner: [a\nx: 1", "policy/yaml", 0),
    ("\towner: a", "policy/yaml", 4), ("---\nowner: a", "policy/yaml", 4),
    ("owner: a\u{1}", "policy/yaml", 4), ("owner: *a", "policy/yaml", 4),
  ]

  @Test(arguments: faults.indices)
  func `names what is wrong and where`(index: Int) throws {
    let (yaml, code, line) = Self.faults[index]
    let error = #expect(throws: Diagnostics.self) { try parse(yaml) }
    let found = try #require(
      error?.items.first { $0.code == code },
      "\(yaml): \(error?.description ?? "")"
    )
    if line > 0 { #expect(found.place?.line == line, "\(yaml)") }
  }

  @Test func `shows of a text that is no YAML only where it breaks off`() {
    let long = String(repeating: "[", count: 20_000)
    let error = #expect(throws: Diagnostics.self) { try parse("owner: " + long) }
    #expect(error?.items.allSatisfy { $0.message.utf8.count < 200 } ?? false)
  }

  @Test(arguments: ["+1.0.0", "1.-0.0", "1.0", "1.0.0.0", "1..0", "99999999999999999999.0.0"])
  func `takes three numbers for a version and nothing else`(version: String) {
    let yaml = Self.head.replacing("1.2.3", with: version)
    let error = #expect(throws: Diagnostics.self) {
      var parser = GuardPolicyParser { _ in throw CancellationError() }
      _ = try parser.parse(yaml, file: "p.yaml")
    }
    #expect(error?.items.map(\.code) == ["policy/version"])
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `tells a guard policy by its schema, however lines end`(end: String) {
    let text = ("# Tea\n" + Self.head).replacing("\n", with: end)
    #expect(GuardPolicyParser.isGuardPolicy(text))
    #expect(GuardPolicyParser.isGuardPolicy("\u{FEFF}" + Self.head))
    #expect(!GuardPolicyParser.isGuardPolicy("version: 1" + end + "name: letters"))
  }

  @Test(arguments: [
    "\"schema\": gemma-safety/policy/1\nname: tea",
    "'schema' : \"gemma-safety/policy/1\"\nname: tea",
    "{\"name\": \"tea\", \"schema\": \"gemma-safety/policy/1\"}",
    "{\n  \"name\": \"tea\",\n  \"schema\": \"gemma-safety/policy/1\"\n}",
    "{\n  \"schema\": \"gemma-safety/policy/1\",\n  \"name\": [\n}",
    "schema: &a gemma-safety/policy/1\nname: tea", "schema: gemma-safety/policy/1\nname: [",
  ])
  func `tells a guard policy however its schema is written, also where it is broken`(text: String) {
    #expect(GuardPolicyParser.isGuardPolicy(text))
  }

  @Test(arguments: [
    "version: 1\nsummary: |\n  Not\n  schema: gemma-safety/policy/1",
    "version: 1\ndetectors: {schema: gemma-safety/policy/1}", "# schema: gemma-safety/policy/1",
    "schemata: gemma-safety/policy/1", "schema: gemma-safety/release-policy/1", "[schema]", "",
  ])
  func `takes nothing else for a guard policy`(text: String) {
    #expect(!GuardPolicyParser.isGuardPolicy(text))
  }

  @Test(arguments: [
    "version: 1\nname: letters\ndetectors:\n  c4:\n    rules: {sentences: {min: 5}}\n",
    "schema: gemma-safety/release-policy/1\nname: gate\nversion: 1.0.0\nchecks: []\n", "[tea]",
  ])
  func `says of another kind of document that, and nothing else`(text: String) {
    let error = #expect(throws: Diagnostics.self) {
      var parser = GuardPolicyParser { _ in throw CancellationError() }
      _ = try parser.parse(text, file: "p.yaml")
    }
    #expect(error?.items.map(\.code) == ["policy/schema"])
  }

  @Test func `guesses what was meant`() throws {
    let error = #expect(throws: Diagnostics.self) {
      try parse(Self.small + "  - {id: x, stage: output, if: hit(pott), action: cutt}")
    }
    #expect(error?.items.map(\.hint) == ["did you mean `cut`?", "did you mean `pot`?"])
  }

  @Test func `refuses an exception from a critical rule`() {
    let yaml =
      Self.small.replacing("action: redact", with: "action: redact, severity: critical")
      + "exceptions: {a: {rules: [pot], if: 'route in [x]', expires: 2030-01-01, reason: r}}"
    let error = #expect(throws: Diagnostics.self) { try parse(yaml) }
    #expect(error?.items.map(\.code) == ["policy/bad-exception"])
  }

  @Test func `has a digest that spelling does not change and meaning does`() throws {
    let policy = try parse(Self.small)
    #expect(try parse(Self.small + "# tea\n").digest == policy.digest)
    #expect(
      try parse(Self.small.replacing("any(count", with: "any( count")).digest == policy.digest
    )
    #expect(try parse(Self.small.replacing("Leider", with: "Nein")).digest != policy.digest)
    #expect(try parse(Self.small.replacing("silver pot", with: "iron pot")).digest != policy.digest)
    var other = policy
    other.lists = [.init(name: "l", sha256: Digest.sha256([1]))]
    #expect(other.digest != policy.digest)
    var elsewhere = other
    other.detectors[0].sources = [Digest.sha256([1])]
    elsewhere.detectors[1].sources = [Digest.sha256([1])]
    #expect(other.digest != elsewhere.digest, "the same list, read by another detector")
    #expect(try CanonicalValue(parsing: policy.canonicalForm.canonicalJSON) == policy.canonicalForm)
  }

  @Test func `extends a pinned policy and replaces only what it says`() throws {
    let base = Self.head + Self.small
    let pin = Digest.sha256(base.utf8).hex
    let loader: GuardPolicyParser.Loader = { _ in (base, "base.yaml") }
    let extends = "extends: [{file: base.yaml, sha256: \(pin)}]\n"
    let more = "rules:\n  - {id: more, stage: output, if: hit(data), action: redact}\n"
    let policy = try parse(extends + more, loader: loader)
    #expect(policy.rules.map(\.id) == ["pot", "data", "more"])
    #expect(policy.bases.count == 1 && policy.bases[0].hasPrefix("kettles@1.2.3 sha256:"))
    let clash = "rules:\n  - {id: pot, stage: output, if: hit(pot), action: annotate}\n"
    #expect(throws: Diagnostics.self) { try parse(extends + clash, loader: loader) }
    let allowed = try parse(extends + "override: [pot]\n" + clash, loader: loader)
    #expect(allowed.rules.map(\.action) == [.annotate, .refuse])
    let wrong = extends.replacing(pin, with: String(repeating: "0", count: 64))
    let error = #expect(throws: Diagnostics.self) { try parse(wrong, loader: loader) }
    #expect(error?.items.first?.code == "policy/base-changed")
  }

  @Test func `finds a text by language, its parent and the fallbacks`() throws {
    let template = try #require(try parse(Self.small).template("declined"))
    #expect(template.text(in: "de-AT") == "Leider.")
    #expect(template.text(in: "fr") == "Sorry.")
  }
}
