import AuditLog
import Foundation
import SafetyCore
import Testing

/// The release gate as a person uses it.
@Suite struct ReleaseCommandTests {
  private static let policy = """
    schema: gemma-safety/release-policy/1
    name: kettles
    version: 1.0.0
    rules:
      - {id: ceiling, risk: confabulation, benchmark: silver-kettle, metric: rate, statistic: ci_upper,
         op: "<=", bound: 0.2}
    checks:
      - {id: log-verifies, require: audit_log}
    """

  /// A tool whose folder holds a model, a policy and a log with one evaluation of it.
  private func prepared(value: String = "0.1", high: String = "0.15") throws -> CommandLineTool {
    let tool = try CommandLineTool()
    let model = tool.folder + "/kettle-1b"
    try FileManager.default.createDirectory(atPath: model, withIntermediateDirectories: true)
    try "weights".write(toFile: model + "/weights.bin", atomically: true, encoding: .utf8)
    try Self.policy.write(toFile: tool.folder + "/release.yaml", atomically: true, encoding: .utf8)
    let digest = Digest.sha256(Digest.sha256("weights".utf8).bytes)
    let subject = EvaluationSubject(
      model: "kettle-1b",
      modelSHA256: digest,
      dataSHA256: digest,
      protocolSHA256: digest,
      seed: 0,
      harness: "gemma-safety 0.1.0"
    )
    let now = ISO8601DateFormatter().string(from: Date())
    let log = try AuditLog(path: tool.folder + "/audit.sqlite", mode: .readWrite) { now }
    let items = (0..<40).map(Self.item)
    var tree = MerkleRange()
    for item in items { tree.append(item.leaf) }
    try log.append(
      [
        EvaluationBegin(
          run: "e",
          benchmark: "silver-kettle",
          subject: subject,
          hostClass: "t",
          items: items.count
        )
        .record
      ] + items.map(\.record) + [
        MetricEvent(
          run: "e",
          benchmark: "silver-kettle",
          metric: "rate",
          value: value,
          interval: .init(low: "0.05", high: high, level: "0.95", method: "wilson"),
          count: items.count,
          direction: .lower,
          subject: subject
        ).record,
        EvaluationEnd(
          run: "e",
          benchmark: "silver-kettle",
          items: items.count,
          itemsRoot: tree.root
        ).record,
      ],
      run: "e",
      state: nil
    )
    try log.close()
    return tool
  }

  private static func item(_ index: Int) -> EvaluationItem {
    EvaluationItem(
      run: "e",
      benchmark: "silver-kettle",
      item: "item-\(index)",
      inputSHA256: Digest.sha256("\(index)".utf8),
      prediction: "a",
      scores: ["hit": "0"],
      groups: [:],
      microseconds: 10
    )
  }

  private let gate = [
    "--policy", "release.yaml", "--audit", "audit.sqlite", "--model", "kettle-1b",
  ]

  @Test func `checks, signs and verifies a release`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    let checked = try tool.run(["release", "check"] + gate + ["--json"])
    #expect(checked.status == 0, "\(checked.errors)")
    let value = try CanonicalValue(parsing: Array(checked.output.utf8))
    #expect(value.members?["outcome"] == "pass" && value.members?["verdict_event"] == .integer(43))
    #expect(try tool.run(["release", "keygen", "release.key", "-q"]).status == 0)
    let signed = try tool.run(["release", "sign"] + gate + ["--key", "release.key"])
    #expect(signed.status == 0 && signed.output.contains("model.sig"), "\(signed.errors)")
    let words = [
      "release", "verify", "kettle-1b", "--key", "release.key.pub", "--policy", "release.yaml",
    ]
    let verified = try tool.run(words)
    #expect(verified.status == 0 && verified.output.hasPrefix("pass\n"), "\(verified.output)")
    try "other".write(
      toFile: tool.folder + "/kettle-1b/weights.bin",
      atomically: true,
      encoding: .utf8
    )
    let refused = try tool.run(words)
    #expect(refused.status == 3 && refused.output.contains("`weights.bin` was changed"))
    let shown = try tool.run(["audit", "show", "--event", "43", "--audit", "audit.sqlite"])
    #expect(shown.status == 0 && shown.output.contains("gate.verdict"))
    let none = try tool.run(["release", "verify", "kettle-2b", "--key", "release.key.pub"])
    #expect(none.status == 2 && none.errors.contains("error[runtime/unreadable]"))
  }

  @Test func `says why not, and what to run next`() throws {
    let tool = try prepared(value: "0.19", high: "0.25")
    defer { tool.remove() }
    let explained = try tool.run(["release", "explain"] + gate)
    #expect(explained.status == 2)
    for word in [
      "ci_upper <= 0.2", "0.05 to 0.25", "40", "events 0, 41, 42",
      "evaluate run --suite silver-kettle",
    ] {
      #expect(explained.output.contains(word), "\(word)\n\(explained.output)")
    }
    let dry = try tool.run(["release", "check"] + gate + ["--dry-run"])
    #expect(dry.status == 2 && !dry.output.contains("event 43 of"))
    let one = try tool.run(["release", "explain", "--rule", "log-verifies"] + gate)
    #expect(one.status == 0 && !one.output.contains("ceiling"))
    let alone = try tool.run(["release", "explain", "--rule", "ceiling"] + gate)
    #expect(alone.output.contains(", 1 of 1 rule stands in the way\n"), "\(alone.output)")
    let none = try tool.run(["release", "explain", "--rule", "ceilling"] + gate)
    #expect(none.status == 2 && none.errors.contains("did you mean `ceiling`?"))
    #expect(try tool.run(["release", "sign"] + gate + ["--key", "none"]).status == 2)
  }

  @Test func `prints figures for people, and next steps that work as they stand`() throws {
    let tool = try prepared(value: "0.19123456789", high: "0.25123456789")
    defer { tool.remove() }
    let demands =
      "  - {id: card, require: card, profiles: [hf]}\n"
      + "  - {id: licence, require: licence, allowed: [gemma, mit]}\n"
    try tool.write(Self.policy + "\n" + demands, to: "release.yaml")
    #expect(try tool.run(["card", "init", "--folder", "papers", "--name", "kettle"]).status == 0)
    let explained = try tool.run(["release", "explain", "--card", "papers"] + gate)
    #expect(explained.status == 1, "\(explained.errors)")
    for word in [
      "3 of 4 rules stand in the way", "estimate   0.1912\n", "0.05 to 0.2512, level",
      "card check --profile hf --folder papers --audit audit.sqlite\n",
      "set `license` of card.yaml to gemma or mit",
    ] {
      #expect(explained.output.contains(word), "\(word)\n\(explained.output)")
    }
  }

  @Test func `signs what is no pass only when told to`() throws {
    let tool = try prepared(value: "0.5", high: "0.6")
    defer { tool.remove() }
    _ = try tool.run(["release", "keygen", "release.key"])
    let log = tool.folder + "/audit.sqlite"
    #expect(try tool.run(["release", "check"] + gate).status == 2)
    let before = try Data(contentsOf: URL(filePath: log)).count
    #expect(before > 0)
    let sign = ["release", "sign"] + gate + ["--key", "release.key"]
    let refused = try tool.run(sign)
    #expect(refused.status == 1 && refused.errors.contains("error[release/not-passed]"))
    #expect(try tool.run(sign + ["--failed"]).status == 0)
    let verified = try tool.run(["release", "verify", "kettle-1b", "--key", "release.key.pub"])
    #expect(verified.status == 1)
  }

  @Test func `names what is wrong with a policy, with its line`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    let bad = Self.policy.replacing("ci_upper", with: "ci_uper")
    try bad.write(toFile: tool.folder + "/release.yaml", atomically: true, encoding: .utf8)
    let result = try tool.run(["release", "check"] + gate)
    #expect(result.status == 2 && result.errors.contains("error[release/wrong-value]"))
    #expect(result.errors.contains("release.yaml:5:") && result.errors.contains("`ci_upper`"))
    #expect(try tool.run(["release", "check"]).status == 64)
  }
}
