import SafetyDetectors

/// Runs a matcher over a text and says what it found, as text.
struct StreamedText {
  var findings: [StreamFinding] = []
  var found: [String] = []

  init(_ matcher: any StreamMatcher, _ text: String) {
    // Twice, so that a leftover of the first pass would show.
    for _ in 0..<2 {
      findings.removeAll()
      matcher.reset()
      var place = 0
      for scalar in text.unicodeScalars {
        let end = place + UTF8.width(scalar)
        matcher.feed(scalar.value, place, end, into: &findings)
        place = end
      }
      matcher.finish(at: place, into: &findings)
    }
    let bytes = Array(text.utf8)
    found = findings.map { String(decoding: bytes[$0.span], as: UTF8.self) }
  }
}
