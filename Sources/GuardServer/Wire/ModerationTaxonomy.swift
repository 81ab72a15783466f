import GenerationGuard
import SafetyPolicy
import StrictJSON

/// What a policy says of a text in the categories of OpenAI's moderation.
struct ModerationTaxonomy {
  /// The thirteen categories.
  static let categories = [
    "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit",
    "illicit/violent", "self-harm", "self-harm/instructions", "self-harm/intent", "sexual",
    "sexual/minors", "violence", "violence/graphic",
  ]

  private struct Tally {
    var score = 0.0
    var isFlagged = false

    mutating func add(_ score: Double, _ isFlagged: Bool) {
      self.score = max(self.score, score)
      self.isFlagged = self.isFlagged || isFlagged
    }
  }

  private let policy: GuardPolicy
  private var native: [String: Tally] = [:]
  private var open: [String: Tally] = [:]
  private var isFlagged = false
  private var gravest = GuardAction.allow

  init(_ policy: GuardPolicy) { self.policy = policy }

  /// Adds what one stage says.
  mutating func add(_ decision: GuardDecision, _ evidence: GuardEvidence) {
    for proposal in decision.proposals {
      guard case .enforced = proposal.standing else { continue }
      let isFlagged = proposal.action.rank > GuardAction.annotate.rank
      self.isFlagged = self.isFlagged || isFlagged
      tally(policy.rules[proposal.rule], isFlagged, evidence)
    }
    // A classifier's score tells something below its threshold too.
    for rule in policy.rules where rule.stages.contains(decision.stage) && rule.mode != .off {
      tally(rule, false, evidence)
    }
    if decision.isFailure { isFlagged = true }
    if decision.action.rank > gravest.rank { gravest = decision.action }
  }

  private mutating func tally(_ rule: GuardRule, _ isFlagged: Bool, _ evidence: GuardEvidence) {
    guard let id = rule.category else { return }
    let score = rule.condition.detectors.map { evidence[$0].score }.max() ?? 0
    native[id, default: .init()].add(score, isFlagged)
    let category = policy.categories.first { $0.id == id }
    for name in category?.mapsTo["openai"] ?? [] {
      open[name, default: .init()].add(score, isFlagged)
    }
  }

  /// One element of `results`.
  var result: JSONValue {
    let names = Self.categories
    func all(_ value: (String) -> JSONValue) -> JSONValue {
      .object(Dictionary(uniqueKeysWithValues: names.map { ($0, value($0)) }))
    }
    return [
      "flagged": .boolean(isFlagged),
      "categories": all { .boolean(open[$0]?.isFlagged ?? false) },
      "category_scores": all { .number(open[$0]?.score ?? 0) },
      "category_applied_input_types": all { _ in ["text"] },
      "x_guard": [
        "action": .string(gravest.rawValue),
        "categories": .object(native.mapValues { .boolean($0.isFlagged) }),
        "category_scores": .object(native.mapValues { .number($0.score) }),
      ],
    ]
  }
}
