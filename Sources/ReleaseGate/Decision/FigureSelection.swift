import SafetyCore

/// Finds the figure that a rule is about: the latest that fits all it asks for.
struct FigureSelection {
  enum Choice {
    case nothing(GateOutcome, String)
    case figure(ReleaseEvidence.Figure, attempts: Int)
  }

  let rule: ReleaseRule
  let evidence: ReleaseEvidence

  /// The latest figure of a seed, or of any where it is nil.
  func latest(seed: Int?) -> Choice {
    var left = evidence.figures.filter {
      $0.event.benchmark == rule.benchmark && $0.event.metric == rule.metric
        && $0.event.slice == rule.slice
    }
    guard !left.isEmpty else { return .nothing(.insufficient, "no such figure is on record") }
    for (what, fits) in conditions {
      let fitting = left.filter { fits($0.event.subject) }
      guard !fitting.isEmpty else {
        return .nothing(.stale, "the figures on record are of \(what)")
      }
      left = fitting
    }
    if let seed {
      left = left.filter { $0.event.subject.seed == seed }
      guard !left.isEmpty else {
        return .nothing(.insufficient, "no figure of seed \(seed) is on record")
      }
    }
    guard let last = left.last else {
      return .nothing(.insufficient, "no such figure is on record")
    }
    return .figure(last, attempts: left.count)
  }

  private var conditions: [(String, (EvaluationSubject) -> Bool)] {
    let model = evidence.modelSHA256
    let requirements = rule.requirements
    return [
      ("another model", { $0.modelSHA256 == model }),
      ("another dataset", { rule.dataset.sha256 == nil || $0.dataSHA256 == rule.dataset.sha256 }),
      (
        "another protocol",
        {
          rule.dataset.protocolSHA256 == nil || $0.protocolSHA256 == rule.dataset.protocolSHA256
        }
      ),
      ("another guard policy", { requirements.guarding.allows($0.policySHA256) }),
      ("another harness", { $0.harness.hasPrefix(requirements.harness) }),
    ]
  }
}
