import SafetyCore

/// The verdict as CycloneDX declarations: a standard of rules, claims, evidence, an attestation.
package struct ReleaseDeclarations: Sendable {
  package var policy: ReleasePolicy
  package var verdict: GateVerdict
  package var decided: String
  package var version: String
  /// The last moment that each event may be relied on, by its number.
  package var expiries: [Int: String]
  /// The times of events, by their numbers.
  package var times: [Int: String]
  package var proofs: [VerdictStatement.Proof]

  package init(
    policy: ReleasePolicy,
    verdict: GateVerdict,
    decided: String,
    version: String,
    expiries: [Int: String],
    times: [Int: String],
    proofs: [VerdictStatement.Proof]
  ) {
    self.policy = policy
    self.verdict = verdict
    self.decided = decided
    self.version = version
    self.expiries = expiries
    self.times = times
    self.proofs = proofs
  }

  /// A CycloneDX 1.6 document of its own.
  package var document: CanonicalValue {
    [
      "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
      "serialNumber": .string(serialNumber),
      "metadata": [
        "timestamp": .string(decided),
        "tools": [
          "components": [
            [
              "type": "application", "name": "gemma-safety", "version": .string(version),
            ]
          ]
        ],
        "component": model(ref: "model"),
      ],
      "definitions": ["standards": [standard]],
      "declarations": [
        "assessors": [
          [
            "bom-ref": "assessor", "thirdParty": false,
            "organization": ["name": .string(owner)],
          ]
        ],
        "targets": ["components": [model(ref: "target")]],
        "claims": .array(verdict.rules.map(claim)),
        "evidence": .array(verdict.rules.map(evidence) + proofs.map(evidence)),
        "attestations": [attestation],
        "affirmation": affirmation,
      ],
    ]
  }

  private var owner: String { policy.owner.isEmpty ? policy.name : policy.owner }

  /// Named by its content, so that equal verdicts give equal documents.
  private var serialNumber: String {
    var digits = Array(
      Digest.sha256(CanonicalValue.object(verdict.members).canonicalJSON).hex.prefix(32)
    )
    digits[12] = "8"
    digits[16] = "a"
    let ends = [0, 8, 12, 16, 20, 32]
    return "urn:uuid:"
      + zip(ends, ends.dropFirst()).map { String(digits[$0..<$1]) }.joined(separator: "-")
  }

  private func model(ref: String) -> CanonicalValue {
    [
      "bom-ref": .string(ref), "type": "machine-learning-model", "name": .string(verdict.model),
      "hashes": [["alg": "SHA-256", "content": .string(verdict.modelSHA256.hex)]],
    ]
  }

  private var standard: CanonicalValue {
    let rules = policy.rules.map {
      ($0.id, "\($0.benchmark) \($0.metric): \($0.demand)", $0.summary)
    }
    let checks = policy.checks.map { ($0.id, $0.requirement.name, $0.summary) }
    return [
      "bom-ref": "standard", "name": .string(policy.name), "version": .string(policy.version),
      "description": .string(policy.summary), "owner": .string(owner),
      "requirements": .array(
        (rules + checks).map { id, title, text in
          [
            "bom-ref": .string("requirement-\(id)"), "identifier": .string(id),
            "title": .string(title), "text": .string(text.isEmpty ? title : text),
          ]
        }
      ),
    ]
  }

  private func claim(_ rule: GateVerdict.Rule) -> CanonicalValue {
    var members: [String: CanonicalValue] = [
      "bom-ref": .string("claim-\(rule.id)"), "target": "target",
      "predicate": .string("\(rule.id): \(rule.bound ?? "fulfilled")"),
      "reasoning": .string(rule.reason),
    ]
    let events = rule.evidence.filter { seq in proofs.contains { $0.index == seq } }
    let refs = CanonicalValue.array(
      [.string("evidence-\(rule.id)")] + events.map { .string("event-\($0)") }
    )
    members[rule.isHeld ? "evidence" : "counterEvidence"] = refs
    return .object(members)
  }

  /// The rule's outcome itself, which expires with what it rests on.
  private func evidence(_ rule: GateVerdict.Rule) -> CanonicalValue {
    var members: [String: CanonicalValue] = [
      "bom-ref": .string("evidence-\(rule.id)"), "propertyName": "gate.verdict",
      "description": .string("\(rule.outcome.rawValue): \(rule.reason)"),
      "created": .string(decided),
    ]
    let ends =
      rule.evidence.compactMap { expiries[$0] } + (rule.waiver.map { [$0.lastMoment] } ?? [])
    members["expires"] = ends.min().map { .string($0) }
    return .object(members)
  }

  private func evidence(_ proof: VerdictStatement.Proof) -> CanonicalValue {
    func attachment(_ name: String, _ bytes: [UInt8]) -> CanonicalValue {
      [
        "name": .string(name),
        "contents": [
          "attachment": [
            "contentType": "application/json", "encoding": "base64",
            "content": .string(Base64.encode(bytes)),
          ]
        ],
      ]
    }
    let path = CanonicalValue.array(proof.path.map { .string($0.hex) })
    var members: [String: CanonicalValue] = [
      "bom-ref": .string("event-\(proof.index)"), "propertyName": "audit.event",
      "description": .string("event \(proof.index) of the audit log, with its inclusion proof"),
      "data": [
        attachment("body", proof.body), attachment("path", path.canonicalJSON),
      ],
    ]
    members["created"] = times[proof.index].map { .string($0) }
    members["expires"] = expiries[proof.index].map { .string($0) }
    return .object(members)
  }

  private var attestation: CanonicalValue {
    [
      "summary": .string(
        "the release gate on \(verdict.model): \(verdict.outcome.rawValue)"
      ),
      "assessor": "assessor",
      "map": .array(
        verdict.rules.filter { isOfPolicy($0.id) }.map { rule in
          [
            "requirement": .string("requirement-\(rule.id)"),
            rule.isHeld ? "claims" : "counterClaims": [.string("claim-\(rule.id)")],
            "conformance": [
              "score": rule.isHeld ? 1 : 0,
              "rationale": .string("\(rule.outcome.rawValue): \(rule.reason)"),
            ],
            "confidence": [
              "score": rule.outcome == .pass || rule.outcome == .fail ? 1 : 0,
              "rationale": "1 where evidence decided, 0 where a person or nothing did",
            ],
          ]
        }
      ),
    ]
  }

  private func isOfPolicy(_ id: String) -> Bool {
    policy.rules.contains { $0.id == id } || policy.checks.contains { $0.id == id }
  }

  private var affirmation: CanonicalValue {
    [
      "statement": .string("decided by the policy \(policy.digest.hex) at \(decided)"),
      "signatories": [
        [
          "organization": ["name": .string(owner)], "role": "owner of the policy",
          "externalReference": ["type": "attestation", "url": .string(ReleaseFiles.verdict)],
        ]
      ],
    ]
  }
}

extension GateVerdict.Rule {
  /// Whether evidence says that the rule holds, with or without a warning.
  fileprivate var isHeld: Bool { outcome == .pass || outcome == .warn }
}

extension GateVerdict.Waiver {
  fileprivate var lastMoment: String { "\(expires)T23:59:59Z" }
}

extension ReleaseDeclarations {
  /// Whether each requirement is conformed to, as a document says by its references.
  package static func conformances(in document: CanonicalValue) -> [String: Bool] {
    var found: [String: Bool] = [:]
    guard let declarations = document.members?["declarations"]?.members,
      case .array(let attestations) = declarations["attestations"] ?? .null
    else { return [:] }
    for attestation in attestations {
      guard case .array(let map) = attestation.members?["map"] ?? .null else { continue }
      for entry in map {
        guard case .string(let requirement) = entry.members?["requirement"] ?? .null,
          case .integer(let score) = entry.members?["conformance"]?.members?["score"] ?? .null
        else { continue }
        found[requirement] = score == 1
      }
    }
    return found
  }
}
