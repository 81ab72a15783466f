/// The audit event of one decision of the guard: digests, rules and spans, never text.
package struct GuardEvent: Sendable, Hashable {
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

  package var request: String
  package var policy: Digest
  package var model: String
  package var stage: String
  package var action: String
  package var rule: String?
  package var severity: String
  /// Rules that held, with how they stood: `enforced`, `shadow`, `not_rolled_out`, `excepted`.
  package var proposals: [(rule: String, standing: String)] = []
  /// What could not be decided and why; empty where all was looked at.
  package var failures: [String] = []
  package var escalates = false
  package var findings: [Finding] = []
  /// Findings beyond those listed.
  package var moreFindings = 0
  package var heldMaximum: Int?
  package var writtenBytes: Int?

  package init(
    request: String,
    policy: Digest,
    model: String,
    stage: String,
    action: String,
    severity: String
  ) {
    self.request = request
    self.policy = policy
    self.model = model
    self.stage = stage
    self.action = action
    self.severity = severity
  }

  package static func == (a: GuardEvent, b: GuardEvent) -> Bool { a.body == b.body }

  package func hash(into hasher: inout Hasher) { hasher.combine(body) }

  /// The members of the record.
  package var body: [String: CanonicalValue] {
    [
      "request": .string(request), "policy": .string(policy.hex), "model": .string(model),
      "stage": .string(stage), "action": .string(action),
      "rule": rule.map { .string($0) } ?? .null, "severity": .string(severity),
      "proposals": .array(
        proposals.map { ["rule": .string($0.rule), "standing": .string($0.standing)] }
      ),
      "failures": .array(failures.map { .string($0) }),
      "escalated": .boolean(escalates),
      "findings": .array(
        findings.map {
          [
            "detector": .string($0.detector), "view": .string($0.view),
            "score": .string(decimal($0.score)),
            "span": [.integer($0.span.lowerBound), .integer($0.span.upperBound)],
          ]
        }
      ),
      "more_findings": .integer(moreFindings),
      "held_max": heldMaximum.map { .integer($0) } ?? .null,
      "written_bytes": writtenBytes.map { .integer($0) } ?? .null,
    ]
  }
}
