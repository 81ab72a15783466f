import SafetyCore

/// Two figures that a rule wants compared item by item.
package struct PairedComparison: Sendable, Hashable {
  package var rule: ReleaseRule
  package var figure: ReleaseEvidence.Figure
  package var baseline: ReleaseEvidence.Figure

  /// The score of an item that both figures are means of.
  package var score: String { rule.baseline?.score ?? rule.metric }

  /// Pairs the figures that decide under a policy with those of their baselines.
  package static func all(of policy: ReleasePolicy, on evidence: ReleaseEvidence) -> [Self] {
    policy.rules.flatMap { rule -> [Self] in
      guard let baseline = rule.baseline, baseline.test == .paired else { return [] }
      let judge = BaselineJudge(rule: rule, baseline: baseline, evidence: evidence)
      let selection = FigureSelection(rule: rule, evidence: evidence)
      let seeds: [Int?] = rule.requirements.seeds.isEmpty ? [nil] : rule.requirements.seeds
      return seeds.compactMap { seed in
        guard case .figure(let figure, _) = selection.latest(seed: seed),
          let earlier = judge.earlier(than: figure)
        else { return nil }
        return Self(rule: rule, figure: figure, baseline: earlier)
      }
    }
  }
}
