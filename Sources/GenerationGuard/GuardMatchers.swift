import SafetyCore
import SafetyDetectors
import SafetyPolicy
import TextViews

/// Makes the matchers of one request: those that hold text back and those that only look.
struct GuardMatchers {
  private let program: GuardProgram
  /// Gates ahead of all others; most policies have them, and a call of their own costs less.
  private(set) var phrases: PhraseMatcher?
  private(set) var patterns: PatternMatcher?
  private(set) var payloads: EncodedRunMatcher?
  private(set) var gates: [any StreamMatcher] = []
  private(set) var watchers: [any StreamMatcher] = []
  private(set) var fallible: [(matcher: any StreamMatcher, detectors: [Int])] = []

  init(_ program: GuardProgram) { self.program = program }

  mutating func build() throws {
    addPhrasesAndPatterns()
    try addCells()
    addSmallOnes()
    addDecoder()
    try addClassifier()
  }

  private func detectors(_ kind: GuardDetector.Kind) -> [Int] {
    program.policy.detectors.indices.filter { program.policy.detectors[$0].kind == kind }
  }

  private mutating func add(_ matcher: any StreamMatcher, for detectors: [Int]) {
    if detectors.contains(where: program.gating.contains) {
      gates.append(matcher)
    } else {
      watchers.append(matcher)
    }
  }

  private mutating func addPhrasesAndPatterns() {
    if !program.gatingPhrases.isEmpty { phrases = PhraseMatcher(program.gatingPhrases) }
    if !program.otherPhrases.isEmpty { watchers.append(PhraseMatcher(program.otherPhrases)) }
    if !program.gatingPatterns.isEmpty { patterns = PatternMatcher(program.gatingPatterns) }
    if !program.otherPatterns.isEmpty { watchers.append(PatternMatcher(program.otherPatterns)) }
  }

  private mutating func addCells() throws {
    let kinds: [(GuardDetector.Kind, any Detector<AnalyzedText>)] = [
      (.pii, PersonalDataDetector()), (.secret, SecretsDetector()),
    ]
    for (kind, detector) in kinds {
      let asking = detectors(kind)
      guard !asking.isEmpty else { continue }
      let rules = program.rules(of: kind) ?? []
      let byRule = rules.map { rule in asking.filter { asks($0, for: rule.name) } }
      let longest = asking.map { program.span(program.policy.detectors[$0]) }.max() ?? 0
      let source = CellMatcher.Source(
        inspector: try detector.makeInspector(),
        ruleCount: rules.count,
        detectors: zip(rules, byRule).map { rule, asking in
          // Keys run over many lines, for which there is a matcher of its own.
          rule.name == "private-key" ? [] : asking
        }
      )
      let cells = CellMatcher([source], longest: longest)
      add(cells, for: asking)
      fallible.append((cells, asking))
      if let key = rules.first(where: { $0.name == "private-key" }), !byRule[key.slot].isEmpty {
        add(
          PrivateKeyMatcher(detectors: byRule[key.slot], term: key.slot),
          for: byRule[key.slot]
        )
      }
    }
  }

  private func asks(_ detector: Int, for rule: String) -> Bool {
    let only = program.policy.detectors[detector].only
    return only.isEmpty || only.contains(rule)
  }

  private mutating func addSmallOnes() {
    let control = detectors(.controlToken)
    if !control.isEmpty { add(ControlTokenMatcher(detectors: control), for: control) }
    let invisible = detectors(.unicodeAnomaly)
    guard !invisible.isEmpty else { return }
    let longest = program.policy.settings.invisibleRun
    add(InvisibleMatcher(detectors: invisible, longestRun: longest), for: invisible)
  }

  private mutating func addDecoder() {
    let asking = detectors(.encoded)
    let terms = program.decodedDetectors
    guard program.decodes, !asking.isEmpty || !terms.isEmpty else { return }
    var inner: [any StreamMatcher] = [PhraseMatcher(program.decodedPhrases)]
    let injection = detectors(.injection)
    if !injection.isEmpty {
      let program =
        injection.contains(where: program.gating.contains)
        ? program.gatingPatterns : program.otherPatterns
      inner.append(PatternMatcher(program))
    }
    let control = detectors(.controlToken)
    if !control.isEmpty { inner.append(ControlTokenMatcher(detectors: control)) }
    let matcher = EncodedRunMatcher(program.encodedSettings, detectors: asking, inner: inner)
    let served = asking + Array(terms) + injection + control
    if served.contains(where: program.gating.contains) {
      payloads = matcher
    } else {
      watchers.append(matcher)
    }
  }

  private mutating func addClassifier() throws {
    let asking = detectors(.linear)
    guard !asking.isEmpty, let classifier = program.classifier else { return }
    let rules = program.rules(of: .linear) ?? []
    let matcher = SegmentMatcher(
      try classifier.makeInspector(),
      ruleCount: rules.count,
      detectors: rules.map { rule in asking.filter { asks($0, for: rule.name) } },
      longest: program.policy.streaming.segmentCharacters
    )
    add(matcher, for: asking)
    fallible.append((matcher, asking))
  }
}
