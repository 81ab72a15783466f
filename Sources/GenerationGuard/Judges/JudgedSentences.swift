import SafetyDetectors

/// Cuts a text that arrives scalar by scalar into the sentences that judges are asked about.
struct JudgedSentences {
  /// Characters after which a sentence is ended by force.
  private let longest: Int
  private var end = SentenceEnd()
  private var count = 0
  /// The first byte of the sentence at hand; nil where none has begun.
  private(set) var start: Int?
  /// One past the last byte of the sentence at hand.
  private(set) var place = 0
  private(set) var text = String.UnicodeScalarView()

  init(longest: Int) { self.longest = longest }

  /// Whether a sentence has ended before this scalar; to be asked once for each.
  mutating func ends(before scalar: Unicode.Scalar) -> Bool {
    end.ends(before: scalar.value) && start != nil
  }

  /// Takes a scalar; tells whether the sentence is as long as it may be.
  mutating func take(_ scalar: Unicode.Scalar, _ first: Int, _ end: Int) -> Bool {
    if start == nil { start = first }
    place = end
    text.append(scalar)
    count += 1
    return count >= longest
  }

  /// Begins a new sentence.
  mutating func close() {
    start = nil
    count = 0
    text.removeAll()
  }
}
