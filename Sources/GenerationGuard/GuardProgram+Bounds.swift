import SafetyDetectors
import SafetyPolicy

extension GuardProgram {
  /// Bytes of a cell for personal data and for secrets where the policy does not say.
  static let usualSpans: [GuardDetector.Kind: Int] = [.pii: 320, .secret: 2_048]

  /// Characters of the answer's beginning that wait where a caution may go before it.
  static let prefixHold = 200

  func span(_ detector: GuardDetector) -> Int {
    detector.maximumSpan ?? Self.usualSpans[detector.kind] ?? 0
  }

  var encodedSettings: EncodedRunMatcher.Settings {
    var settings = EncodedRunMatcher.Settings()
    settings.base64 = policy.settings.decoders.base64
    settings.hex = policy.settings.decoders.hex
    settings.percent = policy.settings.decoders.percent
    settings.longestRun = policy.settings.decoders.maximumRun
    settings.deepest = policy.settings.decoders.maximumDepth
    return settings
  }

  /// Whether anything is decoded and looked at.
  var decodes: Bool {
    let decoders = policy.settings.decoders
    return decoders.base64 || decoders.hex || decoders.percent
  }

  /// Whether runs are decoded at all: somebody must ask for what comes out.
  var seesDecodedText: Bool {
    !decodedPhrases.isEmpty || policy.detectors.contains { $0.kind == .encoded }
  }

  /// Characters of an answer that may have to wait for a detector to be certain.
  ///
  /// Derived from the phrases and patterns themselves; nobody estimates it.
  func holdBound(ofDetector index: Int) -> Int {
    let detector = policy.detectors[index]
    switch detector.kind {
    case .lexicon, .refusal, .hedge:
      let program = gating.contains(index) ? gatingPhrases : otherPhrases
      let own = program.holdBound(ofDetector: index)
      let isDecoded = decodes && detector.views.contains(.decoded) && detector.kind == .lexicon
      return max(own, isDecoded ? EncodedRunMatcher.holdBound(encodedSettings) : 0)
    case .pattern, .injection:
      let program = gating.contains(index) ? gatingPatterns : otherPatterns
      let isDecoded = decodes && detector.kind == .injection && seesDecodedText
      return max(
        program.holdBound(ofDetector: index),
        isDecoded ? EncodedRunMatcher.holdBound(encodedSettings) : 0
      )
    case .pii: return CellMatcher.holdBound(longest: span(detector))
    case .secret:
      return max(CellMatcher.holdBound(longest: span(detector)), PrivateKeyMatcher.holdBound)
    case .unicodeAnomaly:
      return InvisibleMatcher.holdBound(longestRun: policy.settings.invisibleRun)
    case .controlToken:
      let decoded = decodes && seesDecodedText ? EncodedRunMatcher.holdBound(encodedSettings) : 0
      return max(ControlTokenMatcher.holdBound, decoded)
    case .encoded: return EncodedRunMatcher.holdBound(encodedSettings)
    case .linear, .classifier, .shieldgemma, .moderation:
      return policy.streaming.segmentCharacters + 1
    }
  }

  /// Characters that may wait for a rule; zero for one that withholds nothing while writing.
  package func holdBound(of rule: GuardRule) -> Int {
    guard rule.stages.contains(where: \.isStreamed), rule.mode == .enforce,
      rule.action.withholdsSpans
    else { return 0 }
    return rule.condition.detectors.filter(gating.contains).map(holdBound(ofDetector:)).max() ?? 0
  }

  /// Characters that may wait for any rule: `B` of the guarantee.
  package var holdBound: Int {
    let hedges = policy.rules.contains { $0.action == .hedge && $0.hedgePlace == .prefix }
    return max(
      policy.rules.map(holdBound(of:)).max() ?? 0,
      gating.isEmpty ? 0 : 1,
      hedges ? Self.prefixHold + 1 : 0
    )
  }
}
