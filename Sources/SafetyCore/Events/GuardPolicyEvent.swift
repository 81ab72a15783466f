/// The audit event that says what a guard policy's detectors were, so that decisions can be replayed.
///
/// It is written once in a run, ahead of the first decision under the policy.
package struct GuardPolicyEvent: EventBody {
  package static let kind = "guard.policy"

  /// One detector as it was when it looked.
  package struct Detector: Sendable, Hashable {
    package var id: String
    package var kind: String
    /// Of everything that its findings hang on: parts, lists, model, template, calibration.
    package var definition: Digest
    /// Findings with a lower score were no hits.
    package var threshold: Double

    package init(id: String, kind: String, definition: Digest, threshold: Double) {
      self.id = id
      self.kind = kind
      self.definition = definition
      self.threshold = threshold
    }
  }

  package var run: String
  package var policy: Digest
  package var name: String
  package var version: String
  package var detectors: [Detector]

  package init(
    run: String,
    policy: Digest,
    name: String,
    version: String,
    detectors: [Detector]
  ) {
    self.run = run
    self.policy = policy
    self.name = name
    self.version = version
    self.detectors = detectors
  }

  package var members: [String: CanonicalValue] {
    [
      "policy": .string(policy.hex), "name": .string(name), "version": .string(version),
      "detectors": .array(
        detectors.map {
          [
            "id": .string($0.id), "kind": .string($0.kind),
            "sha256": .string($0.definition.hex), "threshold": .string(decimal($0.threshold)),
          ]
        }
      ),
    ]
  }

  package init(reading members: EventMembers) throws {
    self.init(
      run: try members.string("run"),
      policy: try members.digest("policy"),
      name: try members.string("name"),
      version: try members.string("version"),
      detectors: try members.objects("detectors").map {
        Detector(
          id: try $0.string("id"),
          kind: try $0.string("kind"),
          definition: try $0.digest("sha256"),
          threshold: try $0.decimal("threshold")
        )
      }
    )
  }
}
