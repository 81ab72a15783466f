import Diagnostics
import Foundation
import ReleaseGate
import SafetyCore
import StrictJSON
import Testing

/// The cases of `Fixtures/truth-table.json`, each with the policy and the evidence that it means.
struct TruthTable {
  struct Case: CustomTestStringConvertible {
    let fields: JSONFields
    let name: String
    let base: TruthTable
    var testDescription: String { name }
  }

  static let now = 1_772_366_400  // 2026-03-01T12:00:00Z
  static let thisModel = Digest.sha256("this".utf8)
  static let otherModel = Digest.sha256("other".utf8)

  let root: JSONFields
  let rule: [String: String]

  init() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/truth-table.json")
    let value = try JSONValue(
      parsing: Array(Data(contentsOf: path)),
      file: "truth-table.json",
      limits: JSONLimits(bytes: 1 << 20, depth: 12)
    )
    root = try JSONFields(value, file: "truth-table.json", code: "test/table")
    rule = try Self.texts(root.object("rule"))
  }

  var cases: [Case] {
    get throws {
      try root.objects("cases").map {
        try $0.map { Case(fields: $0, name: try $0.string("name") ?? "", base: self) }
      } ?? []
    }
  }

  static func texts(_ fields: JSONFields?) throws -> [String: String] {
    guard let fields else { return [:] }
    return try Dictionary(
      uniqueKeysWithValues: fields.keys.map { ($0, try fields.string($0) ?? "") }
    )
  }
}

extension TruthTable.Case {
  var expected: GateOutcome? {
    (try? fields.string("expect")).flatMap { GateOutcome(rawValue: $0) }
  }
  var overall: GateOutcome? {
    (try? fields.string("overall")).flatMap { GateOutcome(rawValue: $0) }
  }
  var exit: Int { get throws { try fields.integer("exit", 0...3) ?? -1 } }
  /// The rule or the check that the case is about.
  var subject: String { fields.value("check") == nil ? "ceiling" : "paper" }

  /// The policy as a person would write it, read by the real parser.
  func policy() throws -> ReleasePolicy {
    let changed = try TruthTable.texts(fields.object("rule"))
    var text = """
      schema: gemma-safety/release-policy/1
      name: table
      version: 1.0.0
      rules:

      """
    text += Self.entry(base.rule.merging(changed) { $1 })
    let check = try TruthTable.texts(fields.object("check"))
    // Something must block, even where the rule only warns.
    text += "checks:\n" + Self.entry(["id": "base", "require": "waivers"])
    if !check.isEmpty { text += Self.entry(check.merging(["id": "paper"]) { $1 }) }
    if let day = try fields.string("waiver") {
      text +=
        "waivers:\n"
        + Self.entry(["rule": "ceiling", "approver": "A. Smith", "reason": "known", "expires": day])
    }
    if let model = try fields.string("signoff") {
      let digest = model == "this" ? TruthTable.thisModel : TruthTable.otherModel
      text +=
        "signoffs:\n"
        + Self.entry([
          "rule": "ceiling", "approver": "A. Smith", "model": digest.hex, "date": "2026-02-28",
        ])
    }
    text = text.replacing("MODEL-OTHER", with: TruthTable.otherModel.hex)
      .replacing("DATA-A", with: Digest.sha256("a".utf8).hex)
    var parser = ReleasePolicyParser()
    return try parser.parse(text, file: "\(name).yaml")
  }

  private static func entry(_ members: [String: String]) -> String {
    members.sorted { $0.key < $1.key }.enumerated().map { index, member in
      "  \(index == 0 ? "-" : " ") \(member.key): \(member.value)\n"
    }.joined()
  }
}
