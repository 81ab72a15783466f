import AuditLog
import SafetyCore

/// What the release gate decided last about each of the card's weights, rule by rule.
enum VerdictBlock {
  static func make(_ source: CardSource) -> CardBlock {
    guard !source.verdicts.isEmpty else {
      return CardBlock(
        "verdict",
        [.text("*No release gate has decided about this model.*")],
        hasEvidence: false
      )
    }
    return CardBlock("verdict", source.verdicts.flatMap { [.table(facts($0)), .table(rules($0))] })
  }

  private static func facts(_ verdict: Evidence<GateVerdict>) -> CardTable {
    let body = verdict.body
    let rows: [[CardCell]] = [
      ["Outcome", CardCell("**\(body.outcome.rawValue)**", verdict.seq)],
      [
        "Policy",
        CardCell(
          "\(body.policyName) \(body.policyVersion), \(code: body.policySHA256.hex)",
          verdict.seq
        ),
      ],
      ["Model", CardCell("\(body.model), \(code: body.modelSHA256.hex)", verdict.seq)],
      ["Decided", CardCell(plain: verdict.time, verdict.seq)],
    ]
    return CardTable(["Release gate", ""], figures: [1], rows: rows)
  }

  private static func rules(_ verdict: Evidence<GateVerdict>) -> CardTable {
    let rows = verdict.body.rules.map { rule -> [CardCell] in
      [
        CardCell("\(code: rule.id)"), CardCell(plain: rule.severity),
        CardCell(plain: rule.bound ?? "–"),
        CardCell(plain: rule.outcome.rawValue, verdict.seq),
        CardCell(plain: reason(rule), verdict.seq),
      ]
    }
    return CardTable(["Rule", "Severity", "Bound", "Outcome", "Why"], figures: [3, 4], rows: rows)
  }

  private static func reason(_ rule: GateVerdict.Rule) -> String {
    guard let waiver = rule.waiver else { return rule.reason }
    return "\(rule.reason); waived by \(waiver.approver) until \(waiver.expires): \(waiver.reason)"
  }
}
