import AuditLog
import Foundation
import SafetyCore
import Testing

/// What a card takes from filter runs, the guard's decisions and the release gate.
@Suite struct CardEvidenceCommandTests {
  @Test func `makes the card of a filtered corpus with its bias audit`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    #expect(try tool.run(["filter", tool.examples, "-q"]).status == 0)
    #expect(
      try tool.run(["card", "init", "--kind", "dataset", "--name", "kettles", "-q"]).status == 0
    )
    let made = try tool.run([
      "card", "generate", "--audit", "filtered/audit.sqlite", "--report", "filtered/report.json",
      "--out", "set", "-q",
    ])
    #expect(made.status == 0, "\(made.errors)")
    let text = try String(contentsOfFile: "\(tool.folder)/set/README.md", encoding: .utf8)
    #expect(text.contains("size_categories:\n- n<1K"))
    #expect(text.contains("| Group | Mentions |"))
    #expect(try tool.run(["audit", "verify", "filtered/audit.sqlite", "-q"]).status == 0)
    let checked = try tool.run(["card", "verify", "set/README.md"])
    #expect(checked.status == 3 && checked.output.contains("0 differ"))
  }

  @Test(arguments: [
    ("{\"format\":\"gemma-safety.mixture/1\"}", "is the report of a mixture", "leave --report out"),
    ("{\"format\":\"kettle/1\"}", "is of the format `kettle/1`", "`gemma-safety filter` writes"),
    ("{\"run\":\"r\"}", "says no `format`", "`gemma-safety filter` writes"),
  ])
  func `names what a file is that is no report of a filter run`(
    report: String,
    what: String,
    hint: String
  ) throws {
    let tool = try CommandLineTool.withFigures()
    defer { tool.remove() }
    try tool.write(report, to: "report.json")
    let words = ["card", "generate", "--audit", "audit.sqlite", "--report", "report.json"]
    let refused = try tool.run(words)
    #expect(refused.status == 2 && refused.errors.contains("error[card/report]: the file \(what)"))
    #expect(refused.errors.contains(hint), "\(refused.errors)")
    #expect(!FileManager.default.fileExists(atPath: tool.folder + "/model-card"))
  }

  @Test func `keeps the sections of two kinds of card apart`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    #expect(try tool.run(["card", "init", "--name", "kettle", "-q"]).status == 0)
    let mixed = try tool.run(["card", "init", "--kind", "dataset", "--name", "kettles"])
    #expect(mixed.status == 2 && mixed.errors.contains("error[card/other-kind]"), "\(mixed.errors)")
    #expect(!FileManager.default.fileExists(atPath: tool.folder + "/card/motivation.md"))
    #expect(try tool.run(["card", "init", "--name", "kettle"]).status == 0)
    let words = ["card", "init", "--kind", "dataset", "--name", "kettles", "--folder", "other"]
    #expect(try tool.run(words).status == 0)
  }

  @Test func `counts in the run's end what its decisions changed, rule by rule`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    #expect(try tool.run(["filter", tool.examples, "-q"]).status == 0)
    let log = try AuditLog(path: tool.folder + "/filtered/audit.sqlite", mode: .readOnly) { "" }
    var expected: [String: RuleChange] = [:]
    try log.events(of: nil, kind: FilterDecision.kind) { event in
      let decision: FilterDecision = try event.decode()
      guard !["remove", "withhold"].contains(decision.action) else { return }
      for failure in decision.failures where failure.action != "annotate" {
        expected[failure.rule, default: RuleChange()].documents += 1
        expected[failure.rule, default: RuleChange()].spans += failure.spanCount
      }
    }
    var changes: [String: RuleChange]?
    try log.events(of: nil, kind: RunEnd.kind) { event in
      let end: RunEnd = try event.decode()
      changes = end.changes
    }
    try log.close()
    #expect(changes == expected)
    #expect(expected.keys.contains { $0.hasPrefix("personal-data/") })
  }

  @Test func `quotes the guard's decisions, adding them up once`() throws {
    var event = GuardEvent(
      run: "s",
      request: "1",
      policy: Digest.sha256([9]),
      model: "gemma-demo",
      stage: "output",
      action: "redact",
      severity: "low"
    )
    event.rule = "contact-data"
    let tool = try CommandLineTool.withFigures([event.record, event.record])
    defer { tool.remove() }
    for _ in 0..<2 { #expect(try tool.run(CommandLineTool.generate("-q")).status == 0) }
    let card = "\(tool.folder)/model-card/README.md"
    let text = try String(contentsOfFile: card, encoding: .utf8)
    #expect(text.contains("| output | `contact-data` | redact | 2 <sup>"))
    let stats = try tool.run(["audit", "stats", "audit.sqlite", "--json"]).object()
    let kinds = try #require(stats["kinds"] as? [[String: Any]])
    let tallies = kinds.first { $0["name"] as? String == "guard.tally" }
    #expect(tallies?["count"] as? Int == 1, "\(kinds)")
    let shown = try tool.run(["audit", "show", "log", "--audit", "audit.sqlite"])
    #expect(shown.output.contains(": output redact contact-data 2"), "\(shown.output)")
    let words = ["card", "verify", "model-card/README.md", "--key", "a.key.pub"]
    #expect(try tool.run(words).status == 0)
    try tool.write(
      text.replacingOccurrences(of: "| redact | 2 ", with: "| redact | 1 "),
      to: "model-card/README.md"
    )
    let edited = try tool.run(words)
    #expect(edited.status == 1 && edited.output.contains("`guard-decisions`"))
  }

  private func verdict(_ model: String, _ sha256: Digest, _ outcome: GateOutcome) -> DecisionRecord
  {
    GateVerdict(
      run: "release-1",
      policyName: "release",
      policyVersion: "1.0.0",
      policySHA256: Digest.sha256([8]),
      model: model,
      modelSHA256: sha256,
      outcome: outcome,
      rules: [.init(id: "kettles", severity: "block", outcome: outcome, reason: "as it is")],
      logSize: 3,
      logRoot: Digest.sha256([8])
    ).record
  }

  @Test func `takes the verdict about its own weights and no other`() throws {
    let tool = try CommandLineTool.withFigures([
      verdict("gemma-demo", Digest.sha256([3]), .fail),
      verdict("elsewhere", Digest.sha256([4]), .pass),
    ])
    defer { tool.remove() }
    #expect(try tool.run(CommandLineTool.generate("-q")).status == 0)
    let folder = "\(tool.folder)/model-card"
    let text = try String(contentsOfFile: "\(folder)/README.md", encoding: .utf8)
    #expect(text.contains("| Outcome | **fail** <sup>"))
    #expect(text.contains("The release gate says **fail**."))
    let evidence = try String(contentsOfFile: "\(folder)/card.evidence.json", encoding: .utf8)
    #expect(!evidence.contains("elsewhere"))
  }
}
