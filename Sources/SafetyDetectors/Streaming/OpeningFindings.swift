import TextViews

/// Findings in the first words of a text that are none if the text is in another alphabet.
///
/// A word is kept until the alphabet is known, so that it is let go or found whatever way the text
/// arrives.
struct OpeningFindings {
  private var script = OpeningScript()
  /// Whether the unit at hand is a letter that may be of either alphabet.
  private var isAlike = false
  /// Whether there is a disguise that such letters do not explain.
  private var isDisguised = false
  private var kept: [StreamFinding] = []
  /// The first byte of a finding that is kept.
  private(set) var start = Int.max

  @inline(__always)
  var isUndecided: Bool { script.isUndecided }

  mutating func reset() {
    script = OpeningScript()
    (isAlike, isDisguised) = (false, false)
    removeAll()
  }

  /// Takes a unit before it is read as symbols.
  mutating func read(_ unit: FoldedUnit, _ findings: inout [StreamFinding]) {
    let reading = script.read(unit)
    isAlike = reading == .alike
    switch reading {
    case .alike, .gap: break
    case .home: removeAll()
    case .other: confirm(&findings)
    }
  }

  /// Takes a symbol that was read of the last unit, or of signs before it.
  mutating func note(_ symbol: PhraseSymbol) {
    if symbol.disguise > 0, !isAlike || !symbol.isGenuine { isDisguised = true }
  }

  /// Takes what was found through disguises.
  mutating func take(_ finding: StreamFinding, _ findings: inout [StreamFinding]) {
    guard isUndecided, !isDisguised else { return findings.append(finding) }
    kept.append(finding)
    start = min(start, finding.span.lowerBound)
  }

  /// Takes the words for what they look like, since nothing has said otherwise.
  mutating func confirm(_ findings: inout [StreamFinding]) {
    findings += kept
    removeAll()
  }

  private mutating func removeAll() {
    kept.removeAll(keepingCapacity: true)
    start = .max
  }
}
