import Diagnostics
import SafetyCore
import SafetyDetectors
import SafetyPolicy
import TextViews

/// A policy compiled for matching; shared by all requests.
package struct GuardProgram: Sendable {
  package let policy: GuardPolicy
  /// The policy's digest, computed once.
  package let digest: Digest
  /// Detectors of which a rule withholds what they find while an answer is written.
  package let gating: Set<Int>
  let gatingPhrases: PhraseProgram
  let otherPhrases: PhraseProgram
  /// Phrases that are looked for in what runs decode to.
  let decodedPhrases: PhraseProgram
  let gatingPatterns: PatternProgram
  let otherPatterns: PatternProgram
  let classifier: (any Detector<AnalyzedText>)?
  /// Detectors that a rule over output asks.
  let askedInOutput: Set<Int>

  /// Compiles a policy.
  ///
  /// - Parameters:
  ///   - policy: Checked.
  ///   - resources: The lists it names, and the classifier where it asks for one.
  /// - Throws: `pattern/…`, `policy/unknown-only`, `policy/hold-limit`, `guard/no-classifier`.
  package init(_ policy: GuardPolicy, _ resources: GuardResources) throws {
    self.policy = policy
    digest = policy.digest
    let gating = Self.gating(policy)
    self.gating = gating
    askedInOutput = Set(
      policy.rules.filter { $0.stages.contains(.output) && $0.mode != .off }
        .flatMap { $0.condition.detectors }
    )
    let terms = Self.terms(policy, resources)
    let (k, g) = (policy.settings.invisibleRun, policy.settings.gapRun)
    gatingPhrases = PhraseProgram(
      terms.filter { gating.contains($0.detector) },
      invisibleRun: k,
      gapRun: g
    )
    otherPhrases = PhraseProgram(
      terms.filter { !gating.contains($0.detector) },
      invisibleRun: k,
      gapRun: g
    )
    decodedPhrases = PhraseProgram(
      terms.filter { $0.views.contains(.decoded) },
      invisibleRun: k,
      gapRun: g
    )
    let patterns = Self.patterns(policy, resources)
    gatingPatterns = try PatternProgram(
      patterns.filter { gating.contains($0.detector) },
      invisibleRun: k
    )
    otherPatterns = try PatternProgram(
      patterns.filter { !gating.contains($0.detector) },
      invisibleRun: k
    )
    classifier = resources.classifier
    try check()
  }

  private static func gating(_ policy: GuardPolicy) -> Set<Int> {
    let rules = policy.rules.filter {
      $0.stages.contains(.output) && $0.mode == .enforce && $0.action.withholdsSpans
    }
    return Set(rules.flatMap { $0.condition.detectors }).filter {
      policy.detectors[$0].kind.isExact || policy.streaming.classifier == .gate
    }
  }

  private static func terms(
    _ policy: GuardPolicy,
    _ resources: GuardResources
  ) -> [PhraseProgram.Term] {
    policy.detectors.enumerated().flatMap { index, detector -> [PhraseProgram.Term] in
      guard [.lexicon, .refusal, .hedge].contains(detector.kind) else { return [] }
      var views = Set(detector.views.compactMap { StreamView(rawValue: $0.rawValue) })
      if detector.kind != .lexicon { views = [.folded] }
      if policy.settings.decoders.rot13, detector.kind == .lexicon { views.insert(.rot13) }
      if policy.settings.decoders.reverse, detector.kind == .lexicon { views.insert(.reversed) }
      let own = detector.phrases.map { GuardList.Entry(text: $0, weight: 1) }
      return (own + (resources.lists[index] ?? [])).map {
        .init(text: $0.text, detector: index, views: views, weight: $0.weight)
      }
    }
  }

  private static func patterns(
    _ policy: GuardPolicy,
    _ resources: GuardResources
  ) -> [PatternProgram.Source] {
    policy.detectors.enumerated().flatMap { index, detector -> [PatternProgram.Source] in
      guard detector.kind == .pattern || detector.kind == .injection else { return [] }
      let own = detector.patterns.map { GuardList.Entry(text: $0, weight: 1) }
      return (own + (resources.lists[index] ?? [])).map {
        .init(
          text: $0.text,
          detector: index,
          weight: $0.weight,
          maximumSpan: detector.maximumSpan
        )
      }
    }
  }

  /// What shows only when lists and patterns are known.
  private func check() throws {
    for (index, detector) in policy.detectors.enumerated() {
      if detector.kind == .linear, classifier == nil {
        throw Diagnostic(
          "guard/no-classifier",
          "the detector `\(detector.id)` needs a classifier, which is not there"
        )
      }
      guard let rules = rules(of: detector.kind) else { continue }
      for name in detector.only where !rules.contains(where: { $0.name == name }) {
        throw Diagnostic(
          "policy/unknown-only",
          "the detector `\(policy.detectors[index].id)` has no rule `\(name)`",
          hint: nearest(to: name, among: rules.map(\.name)).map { "did you mean `\($0)`?" }
        )
      }
    }
    if let limit = policy.streaming.holdLimit, holdBound > limit {
      throw Diagnostic(
        "policy/hold-limit",
        "up to \(holdBound) characters may be held, more than `hold: \(limit)`",
        hint: "`policy check` names the bound of each rule; shorten phrases or bound patterns"
      )
    }
  }

  /// The names and places of a shipped detector's rules; nil for kinds without.
  func rules(of kind: GuardDetector.Kind) -> [(name: String, slot: Int)]? {
    let descriptor: DetectorDescriptor
    switch kind {
    case .pii: descriptor = PersonalDataDetector.descriptor
    case .secret: descriptor = SecretsDetector.descriptor
    case .linear:
      guard let classifier else { return nil }
      descriptor = classifier.descriptor
    default: return nil
    }
    return descriptor.rules.enumerated().map { slot, rule in
      (String(rule.id.rawValue.dropFirst(descriptor.name.count + 1)), slot)
    }
  }
}
