import SafetyCore

/// What the release gate decided last, rule by rule.
enum VerdictBlock {
  static func make(_ source: CardSource) -> CardBlock {
    guard let verdict = source.verdict else {
      return CardBlock(
        "verdict",
        [.text("*No release gate has decided about this model.*")],
        hasEvidence: false
      )
    }
    let body = verdict.body
    let facts: [[CardCell]] = [
      ["Outcome", CardCell("**\(body.outcome.rawValue)**", verdict.seq)],
      [
        "Policy",
        CardCell(
          "\(body.policyName) \(body.policyVersion), `\(body.policySHA256.hex)`",
          verdict.seq
        ),
      ],
      ["Model", CardCell("\(body.model), `\(body.modelSHA256.hex)`", verdict.seq)],
      ["Decided", CardCell(verdict.time, verdict.seq)],
    ]
    let rules = body.rules.map { rule -> [CardCell] in
      [
        CardCell("`\(rule.id)`"), CardCell(rule.severity), CardCell(rule.bound ?? "–"),
        CardCell(rule.outcome.rawValue, verdict.seq), CardCell(reason(rule), verdict.seq),
      ]
    }
    return CardBlock(
      "verdict",
      [
        .table(CardTable(["Release gate", ""], figures: [1], rows: facts)),
        .table(
          CardTable(["Rule", "Severity", "Bound", "Outcome", "Why"], figures: [3, 4], rows: rules)
        ),
      ]
    )
  }

  private static func reason(_ rule: GateVerdict.Rule) -> String {
    guard let waiver = rule.waiver else { return rule.reason }
    return "\(rule.reason); waived by \(waiver.approver) until \(waiver.expires): \(waiver.reason)"
  }
}
