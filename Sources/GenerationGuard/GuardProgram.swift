import Diagnostics
import SafetyCore
import SafetyDetectors
import SafetyPolicy
import TextViews

/// A policy compiled for matching; shared by all requests, so that handing it on costs one reference.
package final class GuardProgram: Sendable {
  package let policy: GuardPolicy
  /// The policy's digest, computed once.
  package let digest: Digest
  /// Detectors of which a rule withholds what they find while an answer is written.
  package let gating: Set<Int>
  let gatingPhrases: PhraseProgram
  let otherPhrases: PhraseProgram
  /// Phrases that are looked for in what runs decode to.
  let decodedPhrases: PhraseProgram
  /// Detectors that have such phrases.
  let decodedDetectors: Set<Int>
  let gatingPatterns: PatternProgram
  let otherPatterns: PatternProgram
  let classifier: (any Detector<AnalyzedText>)?
  /// By detector: the model that is asked.
  package let judges: [Int: any PassageJudge]
  /// By stage: detectors that a rule asks.
  let asked: [GuardStage: Set<Int>]
  /// By detector: all that its findings hang on.
  package let definitions: [Digest]

  /// Compiles a policy.
  ///
  /// - Parameters:
  ///   - policy: Checked.
  ///   - resources: The lists it names, and the classifier where it asks for one.
  /// - Throws: `pattern/…`, `policy/unmatchable-phrase`, `policy/unknown-only`, `policy/hold-limit`,
  ///   `guard/no-classifier`.
  package init(_ policy: GuardPolicy, _ resources: GuardResources) throws {
    self.policy = policy
    digest = policy.digest
    let gating = Self.gating(policy)
    self.gating = gating
    asked = Self.asked(policy)
    definitions = Self.definitions(policy)
    let terms = Self.terms(policy, resources)
    let settings = policy.settings
    func compiled(_ terms: [PhraseProgram.Term]) -> PhraseProgram {
      PhraseProgram(terms, invisibleRun: settings.invisibleRun, gapRun: settings.gapRun)
    }
    let gatingTerms = terms.filter { gating.contains($0.detector) }
    let otherTerms = terms.filter { !gating.contains($0.detector) }
    let decodedTerms = Self.decodedTerms(terms)
    let (gatingPhrases, otherPhrases) = (compiled(gatingTerms), compiled(otherTerms))
    (self.gatingPhrases, self.otherPhrases) = (gatingPhrases, otherPhrases)
    decodedDetectors = Set(decodedTerms.map(\.detector))
    // Mostly the same phrases once more.
    decodedPhrases =
      decodedTerms == gatingTerms
      ? gatingPhrases : decodedTerms == otherTerms ? otherPhrases : compiled(decodedTerms)
    let patterns = Self.patterns(policy, resources)
    func compiledPatterns(_ sources: [PatternProgram.Source]) throws -> PatternProgram {
      try PatternProgram(sources, invisibleRun: settings.invisibleRun)
    }
    gatingPatterns = try compiledPatterns(patterns.filter { gating.contains($0.detector) })
    otherPatterns = try compiledPatterns(patterns.filter { !gating.contains($0.detector) })
    classifier = resources.classifier
    judges = resources.judges
    try checkPhrases(resources)
    try check()
  }

  private static func gating(_ policy: GuardPolicy) -> Set<Int> {
    let rules = policy.rules.filter {
      $0.stages.contains(where: \.isStreamed) && $0.mode == .enforce && $0.action.withholdsSpans
    }
    return Set(rules.flatMap { $0.condition.detectors }).filter {
      policy.detectors[$0].kind.isExact
        || (policy.detectors[$0].role ?? policy.streaming.classifier) == .gate
    }
  }

  private static func asked(_ policy: GuardPolicy) -> [GuardStage: Set<Int>] {
    var asked: [GuardStage: Set<Int>] = [:]
    for rule in policy.rules where rule.mode != .off {
      for stage in rule.stages { asked[stage, default: []].formUnion(rule.detectors) }
    }
    return asked
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
      let place = detector.patternsPlace
      let own = detector.patterns.map { GuardList.Entry(text: $0, weight: 1, place: place) }
      return (own + (resources.lists[index] ?? [])).map {
        .init(
          text: $0.text,
          detector: index,
          weight: $0.weight,
          maximumSpan: detector.maximumSpan,
          place: $0.place
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
      if detector.kind.isJudged { try checkJudge(index, detector) }
      guard let names = judges[index]?.labels ?? rules(of: detector.kind)?.map(\.name) else {
        continue
      }
      for name in detector.only where !names.contains(name) {
        throw Diagnostic(
          "policy/unknown-only",
          "the detector `\(detector.id)` has no rule `\(name)`",
          hint: nearest(to: name, among: names).map { "did you mean `\($0)`?" }
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

  /// A threshold that was fitted on another model or wording may act in shadow only.
  private func checkJudge(_ index: Int, _ detector: GuardDetector) throws {
    guard let judge = judges[index] else {
      throw Diagnostic(
        "guard/no-judge",
        "the detector `\(detector.id)` needs a model, which is not there"
      )
    }
    guard let calibration = detector.calibration else { return }
    let isSame =
      calibration.model == judge.digest
      && (calibration.template == nil || calibration.template == judge.template)
    let acts = policy.rules.contains { $0.mode == .enforce && $0.detectors.contains(index) }
    guard !isSame, acts else { return }
    throw Diagnostic(
      "guard/calibration",
      "the threshold of `\(detector.id)` was fitted on another model or wording",
      hint: """
        fit it anew and write model_sha256: \(judge.digest.hex)\
        \(judge.template.map { ", template_sha256: \($0.hex)" } ?? ""), \
        or put its rules into shadow
        """
    )
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
