import SafetyCore
import SafetyDetectors
import SafetyPolicy
import TextViews

/// All detectors of a program at work on one text; the same for prompts and for answers.
struct GuardScanner {
  private let program: GuardProgram
  private let phrases: PhraseMatcher?
  private let patterns: PatternMatcher?
  private let payloads: EncodedRunMatcher?
  private let gates: [any StreamMatcher]
  private let watchers: [any StreamMatcher]
  /// Matchers that may fail, with the detectors that are unknown then.
  private let fallible: [(matcher: any StreamMatcher, detectors: [Int])]
  private var found: [StreamFinding] = []
  /// By detector: the last span reported and its highest score, so that one place counts once.
  private var last: [(span: Range<Int>, score: Double)?]

  init(_ program: GuardProgram) throws {
    self.program = program
    var builder = GuardMatchers(program)
    try builder.build()
    phrases = builder.phrases
    patterns = builder.patterns
    payloads = builder.payloads
    gates = builder.gates
    watchers = builder.watchers
    fallible = builder.fallible
    last = .init(repeating: nil, count: program.policy.detectors.count)
  }

  /// The first byte that may belong to a finding that is to be withheld.
  private(set) var gateStart = Int.max

  /// Detectors that could not look at all of the text, with the reason.
  var failures: [(detectors: [Int], reason: String)] {
    fallible.compactMap { entry in entry.matcher.failure.map { (entry.detectors, $0) } }
  }

  var hasFailed: Bool {
    for entry in fallible where entry.matcher.failure != nil { return true }
    return false
  }

  /// Takes a scalar; what is certain now is in `findings`.
  @inline(__always)
  mutating func feed(_ scalar: UInt32, _ start: Int, _ end: Int) {
    if !found.isEmpty { found.removeAll(keepingCapacity: true) }
    var live = phrases?.advance(scalar, start, end, into: &found) ?? .max
    // Not bound to names, which would count references up and down for every character.
    live = min(live, patterns?.advance(scalar, start, end, into: &found) ?? .max)
    live = min(live, payloads?.advance(scalar, start, end, into: &found) ?? .max)
    for gate in gates { live = min(live, gate.advance(scalar, start, end, into: &found)) }
    gateStart = live
    for watcher in watchers { watcher.feed(scalar, start, end, into: &found) }
  }

  mutating func finish(at end: Int) {
    found.removeAll(keepingCapacity: true)
    phrases?.finish(at: end, into: &found)
    patterns?.finish(at: end, into: &found)
    payloads?.finish(at: end, into: &found)
    for gate in gates { gate.finish(at: end, into: &found) }
    let named = [phrases?.liveStart, patterns?.liveStart, payloads?.liveStart].compactMap { $0 }
    gateStart = gates.reduce(named.min() ?? .max) { min($0, $1.liveStart) }
    for watcher in watchers { watcher.finish(at: end, into: &found) }
  }

  var hasFindings: Bool { !found.isEmpty }

  /// What was found with the last scalar: each place once for a detector, and again where what is
  /// found there later weighs more.
  mutating func takeFindings() -> [StreamFinding] {
    var fresh: [StreamFinding] = []
    for var finding in found {
      let detector = finding.detector
      // Attempts weigh together, so each pattern counts, at one place too.
      if let known = last[detector], !finding.isContinuation,
        program.policy.detectors[detector].kind != .injection,
        known.span.lowerBound <= finding.span.lowerBound,
        known.span.upperBound >= finding.span.upperBound
      {
        guard finding.score > known.score else { continue }
        last[detector]?.score = finding.score
        finding.raisesScore = true
      } else {
        last[detector] = (finding.span, finding.score)
      }
      fresh.append(finding)
    }
    found.removeAll(keepingCapacity: true)
    return fresh
  }

  /// Bytes after which it is seen whether anybody still wants to know.
  private static let cancellationStep = 1 << 16

  /// Looks at a whole text.
  ///
  /// - Returns: Everything found, and the evidence it makes.
  /// - Throws: `CancellationError`.
  mutating func scan(
    _ text: String
  ) throws -> (findings: [StreamFinding], evidence: GuardEvidence) {
    var evidence = GuardEvidence(detectorCount: program.policy.detectors.count)
    var all: [StreamFinding] = []
    var place = 0
    var nextCheck = Self.cancellationStep
    for scalar in text.unicodeScalars {
      if place >= nextCheck {
        try Task.checkCancellation()
        nextCheck += Self.cancellationStep
      }
      let end = place + UTF8.width(scalar)
      feed(scalar.value, place, end)
      if hasFindings { note(&all, &evidence) }
      place = end
    }
    finish(at: place)
    note(&all, &evidence)
    for failure in failures {
      for detector in failure.detectors { evidence.fail(detector, failure.reason) }
    }
    return (all, evidence)
  }

  private mutating func note(_ all: inout [StreamFinding], _ evidence: inout GuardEvidence) {
    for finding in takeFindings() {
      program.note(finding, in: &evidence)
      all.append(finding)
    }
  }
}

extension GuardProgram {
  /// Takes a finding into evidence; scores of attempts to set instructions aside add up.
  ///
  /// - Returns: Whether it is a hit.
  @discardableResult
  func note(_ finding: StreamFinding, in evidence: inout GuardEvidence) -> Bool {
    let detector = policy.detectors[finding.detector]
    var score = finding.score
    if detector.kind == .injection {
      score = 1 - (1 - evidence[finding.detector].score) * (1 - score)
    }
    let isHit = !detector.kind.isScored || score >= detector.threshold
    if finding.isContinuation { return isHit }
    if finding.raisesScore {
      evidence.raise(finding.detector, to: score)
      return isHit
    }
    evidence.add(finding.detector, score: score, isHit: isHit)
    return isHit
  }
}
