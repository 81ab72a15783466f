/// What the detectors of a policy have found so far in one stage, in the order of the policy.
package struct GuardEvidence: Sendable, Hashable {
  /// What one detector says.
  package struct Entry: Sendable, Hashable {
    /// Hits so far.
    package var count = 0
    /// The highest score so far, hit or not.
    package var score = 0.0
    /// Why the detector could not look at all of the text; nil where it could.
    package var failure: String?

    /// Whether the detector said anything, be it that nothing is there.
    package var wasAsked = false

    package init() {}

    /// What was found settles a question; what was not found does only if the detector worked.
    func settled(_ question: (Entry) -> Bool) -> Bool? {
      if question(self) { return true }
      return failure == nil ? false : nil
    }
  }

  package private(set) var entries: [Entry]

  /// Nothing found yet.
  package init(detectorCount: Int) {
    entries = [Entry](repeating: Entry(), count: detectorCount)
  }

  package subscript(detector: Int) -> Entry { entries[detector] }

  /// Takes up a score, and a hit where it reaches the detector's threshold.
  package mutating func add(_ detector: Int, score: Double, isHit: Bool) {
    entries[detector].wasAsked = true
    entries[detector].score = max(entries[detector].score, score)
    if isHit { entries[detector].count += 1 }
  }

  /// Takes up a higher score of a place that was counted before.
  package mutating func raise(_ detector: Int, to score: Double) {
    entries[detector].score = max(entries[detector].score, score)
  }

  /// Puts what a record says in place of what was found.
  package mutating func set(_ detector: Int, count: Int, score: Double) {
    entries[detector].count = count
    entries[detector].score = score
  }

  /// Notes that a detector failed; from here on it is unknown and never clean.
  package mutating func fail(_ detector: Int, _ reason: String) {
    entries[detector].wasAsked = true
    entries[detector].failure = reason
  }
}
