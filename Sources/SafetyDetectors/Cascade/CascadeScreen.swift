import SafetyCore
import TextViews

/// The first stage: the lexicon and the linear classifier look at every window of a text.
final class CascadeScreen {
  /// What a lexicon finds here sends its surroundings on; other subjects have no label.
  private static let categories: Set<LexiconCategory> = [
    .toxicity, .hate, .insult, .obscene, .threat,
  ]

  private let settings: CascadeSettings
  private let windows: LinearWindows
  private let window: Int
  private let lexicon: LexiconInspector?
  private var hits = Inspection(ruleCount: LexiconCategory.scored.count)

  init(_ detector: CascadeDetector) {
    settings = detector.settings
    window = detector.linear.window
    windows = LinearWindows(detector.linear, window: window)
    lexicon = detector.lexicon.map { LexiconInspector($0) }
  }

  /// The byte ranges of all windows that cannot be cleared; they may overlap.
  func suspicious(in subject: AnalyzedText) throws -> [Range<Int>] {
    let view = subject.normalized
    windows.take(view)
    guard windows.count > 0 else { return [] }
    var found: [Range<Int>] = []
    for window in 0..<windows.count where !isClear(window) {
      found.append(Self.source(of: windows.words(of: window), view))
    }
    return try found + surroundings(subject, view)
  }

  private func isClear(_ window: Int) -> Bool {
    LinearLabel.allCases.indices.allSatisfy {
      windows.score($0, window) < settings.linearClearBelow
    }
  }

  /// As many words around each weighty term as a window has.
  private func surroundings(
    _ subject: AnalyzedText,
    _ view: NormalizedText
  ) throws -> [Range<Int>] {
    guard let lexicon else { return [] }
    hits.reset()
    try lexicon.inspect(subject, into: &hits)
    var found: [Range<Int>] = []
    for span in hits.spans where span.score >= settings.lexiconWeight {
      guard Self.categories.contains(LexiconCategory.scored[span.rule]) else { continue }
      let word = Self.word(at: span.range.lowerBound, view)
      let last = min(word + window / 2, view.words.count)
      found.append(Self.source(of: max(0, word - window / 2)..<max(last, word + 1), view))
    }
    return found
  }

  private static func source(of words: Range<Int>, _ view: NormalizedText) -> Range<Int> {
    let start = view.words[words.lowerBound].range.lowerBound
    let end = view.words[words.upperBound - 1].range.upperBound
    return view.sourceRange(of: start..<end)
  }

  /// The last word that begins at an offset of the original text or before it.
  private static func word(at offset: Int, _ view: NormalizedText) -> Int {
    var low = 0
    var high = view.words.count
    while high - low > 1 {
      let middle = (low + high) / 2
      let start = view.sourceRange(of: view.words[middle].range).lowerBound
      if start <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
