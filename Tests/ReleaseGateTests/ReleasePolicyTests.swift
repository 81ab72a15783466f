import Diagnostics
import Foundation
import FuzzSupport
import ReleaseGate
import SafetyCore
import Testing

@Suite struct ReleasePolicyTests {
  static let whole = """
    schema: gemma-safety/release-policy/1
    name: whole
    version: 1.2.3
    owner: Safety Board
    description: Everything that a policy may say.
    settings: {correction: holm, confidence: 0.9, min_n: 200, max_age_days: 90, max_unscored: 2}
    rules:
      - id: ceiling
        description: Answers stay harmless.
        risk: obscene-degrading-abusive-content
        benchmark: silver-kettle
        metric: rate
        slice: {language: en}
        dataset: {sha256: "\(Digest.sha256("a".utf8).hex)"}
        statistic: ci_upper
        op: "<="
        bound: 0.08
        warn_margin: 0.01
        baseline: {digest: "\(Digest.sha256("b".utf8).hex)", max_regression: 0.02, test: paired}
        requires: {guard: none, harness: gemma-safety, seeds: [0, 1]}
        severity: warn
      - {id: cap, risk: dangerous-capabilities, kind: capability_ceiling, benchmark: kettle-hunt,
         metric: solved, statistic: point, op: "<", bound: 0.1}
    checks:
      - {id: filters, require: filters, filters: [personal-data, secrets], runs: all}
      - {id: evaluations, require: evaluations, benchmarks: [silver-kettle]}
      - {id: card, require: card, profiles: [hf, gemma]}
      - {id: licence, require: licence, allowed: [gemma, apache-2.0]}
      - {id: waivers, require: waivers}
      - {id: log, require: audit_log, complete: false, signed: true}
      - {id: checkpoint, require: checkpoint, signed: true}
      - {id: digest, require: model_digest, severity: warn}
    waivers:
      - {rule: ceiling, approver: A. Smith, reason: known and mended next month, expires: 2026-04-30}
    signoffs:
      - {rule: cap, approver: A. Smith, model: "\(Digest.sha256("m".utf8).hex)", date: 2026-02-01}
    """

  private func parse(_ text: String) throws -> ReleasePolicy {
    var parser = ReleasePolicyParser()
    return try parser.parse(text, file: "release.yaml")
  }

  private func problems(_ text: String) -> [Diagnostic] {
    do {
      _ = try parse(text)
      return []
    } catch let error as Diagnostics {
      return error.items
    } catch {
      Issue.record("\(error)")
      return []
    }
  }

  @Test func `reads everything a policy may say`() throws {
    let policy = try parse(Self.whole)
    #expect(policy.correction == .holm)
    #expect(policy.rules.count == 2 && policy.checks.count == 8)
    let rule = policy.rules[0]
    #expect(rule.confidence == 0.9 && rule.minimumCount == 200 && rule.maximumAgeDays == 90)
    #expect(rule.maximumUnscored == 2 && rule.warnMargin == 0.01 && rule.severity == .warn)
    #expect(rule.baseline?.test == .paired && rule.requirements.guarding == .none)
    #expect(rule.requirements.seeds == [0, 1] && rule.slice == ["language": "en"])
    #expect(policy.rules[1].needsSignoff && policy.rules[1].kind == .capabilityCeiling)
    #expect(
      policy.checks[0].requirement == .filters(names: ["personal-data", "secrets"], allRuns: true)
    )
    #expect(policy.checks[5].requirement == .auditLog(isComplete: false, isSigned: true))
    #expect(policy.waivers[0].terms.expires == "2026-04-30" && policy.signoffs[0].rule == "cap")
  }

  @Test func `has a digest of what it means, not of how it is written`() throws {
    let policy = try parse(Self.whole)
    let other = try parse(Self.whole.replacing("# ", with: "") + "\n# a remark\n")
    #expect(policy.digest == other.digest)
    let changes = [
      ("bound: 0.08", "bound: 0.09"), ("severity: warn\n", "severity: block\n"),
      ("expires: 2026-04-30", "expires: 2026-05-01"), ("min_n: 200", "min_n: 201"),
      ("[hf, gemma]", "[hf]"), ("correction: holm", "correction: none"),
    ]
    for (old, new) in changes {
      #expect(Self.whole.contains(old))
      #expect(try parse(Self.whole.replacing(old, with: new)).digest != policy.digest, "\(new)")
    }
  }

  @Test(arguments: [
    ("op: \"<=\"", "op: \">=\"", "release/optimistic"),
    ("statistic: ci_upper", "statistic: mean", "release/wrong-value"),
    ("risk: obscene-degrading-abusive-content", "risk: noise", "release/wrong-value"),
    ("bound: 0.08", "bound: high", "release/out-of-range"),
    ("bound: 0.08\n", "bond: 0.08\n", "release/unknown-key"),
    ("id: ceiling", "id: cap", "release/duplicate-id"),
    ("id: ceiling", "id: The Ceiling", "release/bad-id"),
    ("version: 1.2.3", "version: 1.2", "release/implicit-type"),
    ("version: 1.2.3", "version: +1.2.-3", "release/version"),
    ("expires: 2026-04-30", "expires: soon", "release/wrong-type"),
    ("expires: 2026-04-30", "expires: 2026-04-31", "release/wrong-type"),
    ("expires: 2026-04-30", "expires: 2027-02-29", "release/wrong-type"),
    ("expires: 2026-04-30", "expires: 2100-02-29", "release/wrong-type"),
    ("date: 2026-02-01", "date: 2026-02-00", "release/wrong-type"),
    ("date: 2026-02-01", "date: 2026-13-01", "release/wrong-type"),
    ("date: 2026-02-01", "date: 2026-02-30", "release/wrong-type"),
    ("{rule: ceiling,", "{rule: ceilings,", "release/unknown-rule"),
    ("approver: A. Smith, reason", "reason", "release/missing-key"),
    ("approver: A. Smith, reason", "approver: \" \u{3000}\", reason", "release/missing-key"),
    (
      "kind: capability_ceiling,", "kind: capability_ceiling, human_signoff: false,",
      "release/no-signoff"
    ),
    ("op: \"<\", bound: 0.1", "op: \">\", bound: 0.1", "release/no-ceiling"),
    ("bound: 0.1}", "bound: 0.1, severity: warn}", "release/soft-ceiling"),
    ("{rule: ceiling,", "{rule: cap,", "release/waived-ceiling"),
    ("profiles: [hf, gemma]", "profiles: []", "release/missing-key"),
    ("require: waivers}", "require: waivers, profiles: [hf]}", "release/unknown-key"),
    ("seeds: [0, 1]", "seeds: [1, 1]", "release/duplicate-id"),
    ("schema: gemma-safety/release-policy/1", "schema: gemma-safety/policy/1", "release/schema"),
  ])
  func `names what is wrong, with its line`(old: String, new: String, code: String) throws {
    #expect(Self.whole.contains(old))
    let found = problems(Self.whole.replacing(old, with: new))
    let problem = try #require(found.first { $0.code.rawValue == code }, "\(found)")
    #expect(problem.place?.line != nil)
  }

  @Test func `says once that a policy is the guard's`() {
    let text = "schema: gemma-safety/policy/1\nname: silver\nstages: [prompt]\nthresholds: {}\n"
    #expect(problems(text).map(\.code.rawValue) == ["release/schema"])
  }

  @Test(arguments: ["2028-02-29", "2000-02-29", "2026-12-31", "2026-01-01"])
  func `takes any day that there is`(_ day: String) throws {
    let text = Self.whole.replacing("expires: 2026-04-30", with: "expires: \(day)")
    #expect(try parse(text).waivers[0].terms.expires == day)
  }

  @Test func `is told by its schema, quoted or not`() {
    #expect(ReleasePolicyParser.isReleasePolicy(Self.whole))
    #expect(
      ReleasePolicyParser.isReleasePolicy(#"{"name":"a","schema":"gemma-safety/release-policy/1"}"#)
    )
    #expect(!ReleasePolicyParser.isReleasePolicy("schema: gemma-safety/policy/1"))
  }

  @Test func `refuses a policy that nothing can fail`() {
    let empty = "schema: gemma-safety/release-policy/1\nname: empty\nversion: 1.0.0\n"
    #expect(problems(empty).map(\.code.rawValue) == ["release/no-rules"])
    let soft =
      empty + "checks:\n  - {id: waivers, require: waivers, severity: warn}\n"
    #expect(problems(soft).map(\.code.rawValue) == ["release/no-rules"])
  }

  @Test func `reads the policy that comes with the program`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.appending(path: "policies/release.yaml")
    let policy = try parse(String(contentsOf: file, encoding: .utf8))
    #expect(policy.name == "gemma-release" && policy.rules.count >= 5 && policy.checks.count >= 8)
    for rule in policy.rules {
      let file = root.appending(path: "benchmarks/\(rule.benchmark).yaml")
      let described = try String(contentsOf: file, encoding: .utf8)
      #expect(described.contains("{name: \(rule.metric),"), "\(rule.id)")
    }
  }

  @Test func `Fuzz: survives any bytes of a policy`() {
    Fuzz.rounds(300, seed: 71) { _, generator in
      let mutant = Fuzz.mutated(
        Array(Self.whole.utf8),
        alphabet: ":-[]{},\"'#\n 0<>&*!|",
        with: &generator
      )
      _ = problems(String(decoding: mutant, as: UTF8.self))
    }
  }
}
