import SafetyCore
import TextViews

/// The document rules of C4 (Raffel and others 2020), as datatrove 0.10.1 computes them.
///
/// Lines are sorted out first; an empty text has no sentence and neither flag.
package enum C4Quality {
  private static let family = HeuristicFamily(
    detector: "c4",
    category: .quality,
    source: "C4 (arXiv:1910.10683), section 2.2; datatrove 0.10.1"
  )

  package static let descriptor = DetectorDescriptor(
    name: family.detector,
    summary: "sentences in lines that end like prose, filler text and code",
    rules: rules(strict: true).map(\.descriptor),
    settings: [
      SettingDescriptor(
        "terminal_punctuation",
        .boolean,
        default: .boolean(true),
        summary: "leave lines out that do not end in punctuation; FineWeb ran with false"
      )
    ]
  )

  package static func detector(_ settings: DetectorSettings) -> HeuristicDetector {
    HeuristicDetector(
      descriptor,
      rules: rules(strict: settings.boolean("terminal_punctuation") ?? true)
    )
  }

  private static func rules(strict: Bool) -> [HeuristicRule] {
    [
      family.rule("sentences", .count, "sentences in the lines that C4 keeps") {
        Double(strict ? $0.c4SentenceCount : $0.c4LenientSentenceCount)
      },
      family.rule("lorem-ipsum", .flag, "filler text in a line that reached the test") {
        (strict ? $0.hasLoremIpsum : $0.hasLenientLoremIpsum) ? 1 : 0
      },
      family.rule(
        "curly-bracket",
        .flag,
        "an opening curly bracket in a line that reached the test"
      ) {
        (strict ? $0.hasCurlyBracket : $0.hasLenientCurlyBracket) ? 1 : 0
      },
    ]
  }
}
