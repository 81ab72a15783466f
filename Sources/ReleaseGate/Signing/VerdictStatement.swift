import Diagnostics
import SafetyCore

/// A gate's verdict as a statement that proves itself: rules, figures, and the proofs of these.
///
/// An in-toto test result; the rule table and the proofs are annotations of its second configuration.
package struct VerdictStatement: Sendable, Hashable {
  static let predicateType = "https://in-toto.io/attestation/test-result/v0.1"
  static let format = "gemma-safety.release-evidence/1"

  /// An event with the hashes that lead from it to the checkpoint's root.
  package struct Proof: Sendable, Hashable {
    package var index: Int
    /// Canonical JSON as it stands in the log.
    package var body: [UInt8]
    package var path: [Digest]

    package init(index: Int, body: [UInt8], path: [Digest]) {
      self.index = index
      self.body = body
      self.path = path
    }
  }

  package var verdict: GateVerdict
  /// The verdict's own event.
  package var verdictIndex: Int
  /// When the gate decided, such as `2026-01-31T12:00:00Z`.
  package var decided: String
  /// The policy's canonical JSON.
  package var policy: [UInt8]
  /// The signed note of the log's state that all proofs lead to.
  package var checkpoint: String
  package var proofs: [Proof]
  /// Papers in the model's folder that the subject's digest leaves out.
  package var ignored: [String]

  package init(
    verdict: GateVerdict,
    verdictIndex: Int,
    decided: String,
    policy: [UInt8],
    checkpoint: String,
    proofs: [Proof],
    ignored: [String]
  ) {
    self.verdict = verdict
    self.verdictIndex = verdictIndex
    self.decided = decided
    self.policy = policy
    self.checkpoint = checkpoint
    self.proofs = proofs
    self.ignored = ignored
  }

  /// `PASSED`, `WARNED` or `FAILED`.
  package var result: String {
    switch verdict.outcome {
    case .pass: "PASSED"
    case .warn: "WARNED"
    default: "FAILED"
    }
  }

  package var statement: InTotoStatement {
    func tests(_ fits: (GateVerdict.Rule) -> Bool) -> CanonicalValue {
      .array(verdict.rules.filter(fits).map { .string($0.id) })
    }
    let evidence = evidence
    let predicate: [String: CanonicalValue] = [
      "result": .string(result),
      "configuration": [
        [
          "name": .string("\(verdict.policyName) \(verdict.policyVersion)"),
          "digest": ["sha256": .string(Digest.sha256(policy).hex)],
          "mediaType": "application/json", "content": .string(Base64.encode(policy)),
        ],
        [
          "name": "evidence",
          "digest": ["sha256": .string(Digest.sha256(evidence.canonicalJSON).hex)],
          "mediaType": "application/json", "annotations": evidence,
        ],
      ],
      "passedTests": tests { $0.outcome == .pass },
      "warnedTests": tests { !$0.isFailure && $0.outcome != .pass },
      "failedTests": tests(\.isFailure),
    ]
    return InTotoStatement(
      subjectName: verdict.model,
      subjectSHA256: verdict.modelSHA256,
      predicateType: Self.predicateType,
      predicate: predicate
    )
  }

  private var evidence: CanonicalValue {
    [
      "format": .string(Self.format), "decided": .string(decided), "run": .string(verdict.run),
      "outcome": .string(verdict.outcome.rawValue), "verdict_event": .integer(verdictIndex),
      "rules": .array(verdict.rules.map(\.value)), "checkpoint": .string(checkpoint),
      "proofs": .array(
        proofs.map {
          [
            "index": .integer($0.index), "body": .string(String(decoding: $0.body, as: UTF8.self)),
            "path": .array($0.path.map { .string($0.hex) }),
          ]
        }
      ),
      "log": ["size": .integer(verdict.logSize), "root": .string(verdict.logRoot.hex)],
      "policy": ["name": .string(verdict.policyName), "version": .string(verdict.policyVersion)],
      "ignored": .array(ignored.map { .string($0) }),
    ]
  }
}

extension GateVerdict.Rule {
  /// Whether the rule stands in the way of a release.
  package var isFailure: Bool {
    outcome == .invalid || severity == ReleaseRule.Severity.block.rawValue && outcome.isOpen
  }
}

extension GateVerdict {
  /// The outcome that the rules lead to, whatever the verdict says.
  package var derivedOutcome: GateOutcome {
    let failures = rules.filter(\.isFailure).map(\.outcome)
    if let gravest = failures.max(by: { $0.gravity < $1.gravity }) { return gravest }
    return rules.allSatisfy { $0.outcome == .pass } ? .pass : .warn
  }
}
