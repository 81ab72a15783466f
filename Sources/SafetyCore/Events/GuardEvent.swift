/// The audit event of one decision of the guard: digests, rules, scores and spans, never text.
package struct GuardEvent: EventBody {
  package static let kind = "guard.decision"

  /// Something found: where, by what and how surely.
  package struct Finding: Sendable, Hashable {
    package var detector: String
    package var view: String
    package var score: Double
    package var span: Range<Int>

    package init(detector: String, view: String, score: Double, span: Range<Int>) {
      self.detector = detector
      self.view = view
      self.score = score
      self.span = span
    }
  }

  /// A rule that held, with how it stood: `enforced`, `shadow`, `not_rolled_out`, `excepted`.
  package struct Proposal: Sendable, Hashable {
    package var rule: String
    package var standing: String

    package init(rule: String, standing: String) {
      self.rule = rule
      self.standing = standing
    }
  }

  /// What one detector said of one text.
  package struct Evidence: Sendable, Hashable {
    package var count: Int
    /// The highest, hit or not.
    package var score: Double
    /// Why it could not look at all of the text; nil where it could.
    package var failure: String?

    package init(count: Int, score: Double, failure: String? = nil) {
      self.count = count
      self.score = score
      self.failure = failure
    }
  }

  /// What the decision hung on beside the text.
  package struct Facts: Sendable, Hashable {
    package var language: String
    package var route: String
    package var role: String
    /// The tool that a call or a result is of.
    package var tool: String?
    package var turnRisk: Double
    /// Of the key by which roll-outs are decided.
    package var rollout: Digest?
    /// `YYYY-MM-DD`.
    package var today: String

    package init(language: String, route: String, role: String, turnRisk: Double, today: String) {
      self.language = language
      self.route = route
      self.role = role
      self.turnRisk = turnRisk
      self.today = today
    }
  }

  package var run: String
  package var request: String
  package var policy: Digest
  package var model: String
  /// Of the model's files, where somebody computed it.
  package var modelSHA256: Digest?
  package var stage: String
  package var action: String
  package var rule: String?
  package var severity: String
  package var proposals: [Proposal] = []
  /// What could not be decided and why; empty where all was looked at.
  package var failures: [String] = []
  package var escalates = false
  package var findings: [Finding] = []
  /// Findings beyond those listed.
  package var moreFindings = 0
  package var heldMaximum: Int?
  package var writtenBytes: Int?
  /// Nil in records of before there was one.
  package var facts: Facts?
  /// By text looked at, equal ones once: what detectors said, silent ones left out; nil in old records.
  package var evidence: [[String: Evidence]]?
  /// Whether the text was seen to its end.
  package var isComplete = true
  /// Whether the person had said nothing before; nil in records of before this was written.
  package var opensConversation: Bool?
  /// What the guard itself took, in microseconds.
  package var microseconds: Int?

  package init(
    run: String,
    request: String,
    policy: Digest,
    model: String,
    stage: String,
    action: String,
    severity: String
  ) {
    self.run = run
    self.request = request
    self.policy = policy
    self.model = model
    self.stage = stage
    self.action = action
    self.severity = severity
  }

  package var members: [String: CanonicalValue] {
    var members: [String: CanonicalValue] = [
      "request": .string(request), "policy": .string(policy.hex), "model": .string(model),
      "stage": .string(stage), "action": .string(action),
      "rule": rule.map { .string($0) } ?? .null, "severity": .string(severity),
      "proposals": .array(
        proposals.map { ["rule": .string($0.rule), "standing": .string($0.standing)] }
      ),
      "failures": .array(failures.map { .string($0) }),
      "escalated": .boolean(escalates),
      "findings": .array(findings.map(\.value)),
      "more_findings": .integer(moreFindings),
      "held_max": heldMaximum.map { .integer($0) } ?? .null,
      "written_bytes": writtenBytes.map { .integer($0) } ?? .null,
      "complete": .boolean(isComplete),
    ]
    members["model_sha256"] = modelSHA256.map { .string($0.hex) }
    members["facts"] = facts?.value
    members["evidence"] = evidence.map { .array($0.map { .object($0.mapValues(\.value)) }) }
    members["opens"] = opensConversation.map { .boolean($0) }
    members["guard_us"] = microseconds.map { .integer($0) }
    return members
  }
}

extension GuardEvent.Finding {
  fileprivate var value: CanonicalValue {
    [
      "detector": .string(detector), "view": .string(view), "score": .string(decimal(score)),
      "span": [.integer(span.lowerBound), .integer(span.upperBound)],
    ]
  }
}

extension GuardEvent.Evidence {
  fileprivate var value: CanonicalValue {
    var members: [String: CanonicalValue] = [
      "count": .integer(count), "score": .string(decimal(score)),
    ]
    members["failure"] = failure.map { .string($0) }
    return .object(members)
  }
}

extension GuardEvent.Facts {
  fileprivate var value: CanonicalValue {
    var members: [String: CanonicalValue] = [
      "language": .string(language), "route": .string(route), "role": .string(role),
      "turn_risk": .string(decimal(turnRisk)), "today": .string(today),
    ]
    members["tool"] = tool.map { .string($0) }
    members["rollout"] = rollout.map { .string($0.hex) }
    return .object(members)
  }
}
