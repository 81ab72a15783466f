/// What must hold for a rule; total, without loops, and checked when the policy is read.
package indirect enum GuardCondition: Sendable, Hashable {
  case all([GuardCondition])
  case any([GuardCondition])
  case not(GuardCondition)
  /// A detector found something; by its place in the policy.
  case hit(Int)
  case score(Int, atLeast: Double)
  case count(Int, atLeast: Int)
  case turnRisk(atLeast: Double)
  case language([String])
  case route([String])
  case role([String])
  /// The tool that a call or a result is of.
  case tool([String])

  /// The detectors that are asked, by their place in the policy.
  package var detectors: Set<Int> {
    switch self {
    case .all(let parts), .any(let parts): Set(parts.flatMap(\.detectors))
    case .not(let part): part.detectors
    case .hit(let detector), .score(let detector, _), .count(let detector, _): [detector]
    case .turnRisk, .language, .route, .role, .tool: []
    }
  }

  /// Detectors of which it matters how many hits there are, not only whether.
  package var countedDetectors: Set<Int> {
    switch self {
    case .all(let parts), .any(let parts): Set(parts.flatMap(\.countedDetectors))
    case .not(let part): part.countedDetectors
    case .count(let detector, let least) where least > 1: [detector]
    default: []
    }
  }

  /// Whether more findings can only turn it from false to true, never back.
  package var isMonotone: Bool {
    switch self {
    case .all(let parts), .any(let parts): parts.allSatisfy(\.isMonotone)
    case .not(let part): part.detectors.isEmpty
    default: true
    }
  }

  /// Whether it holds with the first finding of any detector it asks, on facts known beforehand.
  package var isImmediate: Bool {
    switch self {
    case .all(let parts):
      parts.count { !$0.detectors.isEmpty } <= 1 && parts.allSatisfy(\.isImmediate)
    case .any(let parts): parts.allSatisfy(\.isImmediate)
    case .not(let part): part.detectors.isEmpty
    case .count(_, let least): least <= 1
    default: true
    }
  }
}

extension GuardCondition {
  /// Yes, no, or unknown where a detector failed that the answer hangs on.
  ///
  /// Kleene's logic: what is settled without the unknown part is settled.
  package func holds(_ evidence: GuardEvidence, _ facts: GuardFacts) -> Bool? {
    switch self {
    case .all(let parts):
      let values = parts.map { $0.holds(evidence, facts) }
      if values.contains(false) { return false }
      return values.contains(nil) ? nil : true
    case .any(let parts):
      let values = parts.map { $0.holds(evidence, facts) }
      if values.contains(true) { return true }
      return values.contains(nil) ? nil : false
    case .not(let part): return part.holds(evidence, facts).map { !$0 }
    case .hit(let detector): return evidence[detector].settled { $0.count > 0 }
    case .score(let detector, let least): return evidence[detector].settled { $0.score >= least }
    case .count(let detector, let least): return evidence[detector].settled { $0.count >= least }
    case .turnRisk(let least): return facts.turnRisk.map { $0 >= least }
    case .language(let names): return names.contains(facts.language)
    case .route(let names): return names.contains(facts.route)
    case .role(let names): return names.contains(facts.role)
    case .tool(let names): return facts.tool.map(names.contains) ?? false
    }
  }
}
