import SafetyClassifiers
import Testing

struct SentenceEndsTests {
  /// The text with a bar at each end but the last.
  private func marked(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes { all in
      var sentences = SentenceEnds(all)
      var parts: [String] = []
      var start = 0
      while start < all.count {
        let end = sentences.next()
        parts.append(String(decoding: all[start..<max(start, end)], as: UTF8.self))
        start = max(start, end)
      }
      return parts.joined(separator: "|")
    }
  }

  @Test(arguments: [
    ("One lamp. Two cups! Three? Four", "One lamp.| Two cups!| Three?| Four"),
    ("He said \"dance.\" Then (a cup.) And", "He said \"dance.\"| Then (a cup.)| And"),
    ("Wait... What?! No", "Wait...| What?!| No"),
    ("e.g. this is 3.14 kettle.example now", "e.g. this is 3.14 kettle.example now"),
    ("J. Lamp and A.B. Cup sat.", "J. Lamp and A.B. Cup sat."),
    ("one line\nnext\r\nlast", "one line|\nnext|\r|\nlast"),
    (
      "\u{4E2D}\u{6587}\u{3002}\u{4E2D}\u{FF01}\u{6587}",
      "\u{4E2D}\u{6587}\u{3002}|\u{4E2D}\u{FF01}|\u{6587}"
    ),
    ("\u{201C}Lamp.\u{201D} Cup", "\u{201C}Lamp.\u{201D}| Cup"),
    ("\u{627}\u{61F} \u{628}", "\u{627}\u{61F}| \u{628}"),
    ("", ""), ("...", "..."), ("a", "a"),
  ])
  func `ends sentences where a reader would`(text: String, expected: String) {
    #expect(marked(text) == expected)
  }
}
