import SafetyDetectors
import SafetyPolicy

extension GuardProgram {
  /// Looks at a text of the application for markers of turns alone.
  ///
  /// Its subjects are its own affair: an instruction mostly names what is forbidden. A marker never is
  /// anything but an attempt to speak as somebody else.
  func scanMarkers(_ text: String) -> (findings: [StreamFinding], evidence: GuardEvidence) {
    var evidence = GuardEvidence(detectorCount: policy.detectors.count)
    var findings: [StreamFinding] = []
    let asked = policy.detectors.indices.filter { policy.detectors[$0].kind == .controlToken }
    guard !asked.isEmpty else { return (findings, evidence) }
    let matcher = ControlTokenMatcher(detectors: asked)
    var place = 0
    for scalar in text.unicodeScalars {
      let end = place + UTF8.width(scalar)
      matcher.feed(scalar.value, place, end, into: &findings)
      place = end
    }
    matcher.finish(at: place, into: &findings)
    for finding in findings { note(finding, in: &evidence) }
    return (findings, evidence)
  }
}
