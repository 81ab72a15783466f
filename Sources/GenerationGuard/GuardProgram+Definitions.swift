import SafetyCore
import SafetyPolicy

extension GuardProgram {
  /// The record that lets decisions under this policy be replayed.
  func event(run: String) -> GuardPolicyEvent {
    GuardPolicyEvent(
      run: run,
      policy: digest,
      name: policy.name,
      version: policy.version,
      detectors: zip(policy.detectors, definitions).map { detector, definition in
        GuardPolicyEvent.Detector(
          id: detector.id,
          kind: detector.kind.rawValue,
          definition: definition,
          threshold: detector.threshold
        )
      }
    )
  }

  /// By detector the digest of its parts and of the settings that its findings hang on.
  ///
  /// Two detectors of one definition find the same in every text, whatever they are called; what
  /// counts as a hit is left out, since scores tell it.
  static func definitions(_ policy: GuardPolicy) -> [Digest] {
    // Markers and attempts are looked for in decoded runs where anybody asks for decoded text.
    let decodes = policy.detectors.contains {
      $0.kind == .encoded || ($0.kind == .lexicon && $0.views.contains(.decoded))
    }
    let ids = policy.detectors.map(\.id)
    let settings = policy.settings.canonicalForm.members ?? [:]
    return policy.detectors.map { detector in
      var parts = detector.canonicalForm(ids).members ?? [:]
      // When it is asked is told anew; how long it may take and what waits for it finds nothing.
      // Sources stand beside the parts.
      let others = [
        "threshold", "fail_mode", "role", "timeout_ms", "cost", "when", "calibration", "sources",
      ]
      for key in others { parts[key] = nil }
      let value: CanonicalValue = [
        "detector": .object(parts),
        "sources": .array(detector.sources.map { .string($0.hex) }),
        "decoders": settings["decoders"] ?? .null,
        "decodes": .boolean(decodes),
        "invisible_run": settings["invisible_run"] ?? .null,
        "gap_run": settings["gap_run"] ?? .null,
        "segment": .integer(
          detector.kind.isExact ? 0 : policy.streaming.segmentCharacters
        ),
      ]
      return Digest.sha256(value.canonicalJSON)
    }
  }
}
