import SafetyCore
import TextViews

/// Counts disguised words for one worker.
final class ObfuscationInspector: Inspector {
  private let index: PhraseIndex?
  private var disguised = DisguisedWords()
  /// First word, word count and folded range of each disguise.
  private var finds: [(word: Int, count: Int, folded: Range<Int>)] = []

  init(_ index: PhraseIndex?) { self.index = index }

  func inspect(_ subject: AnalyzedText, into inspection: inout Inspection) throws {
    let view = subject.normalized
    finds.removeAll(keepingCapacity: true)
    for candidate in view.candidates where candidate.isStrong { add(candidate) }
    if let index {
      disguised.forEachMatch(of: index, in: view) { _, candidate in
        if !candidate.isStrong { add(candidate) }
      }
    }
    finds.sort { ($0.word, $0.count) < ($1.word, $1.count) }
    var covered = 0
    var end = 0
    for find in finds {
      let fresh = max(find.word, end)..<max(find.word + find.count, end)
      guard !fresh.isEmpty else { continue }
      covered += fresh.count
      end = fresh.upperBound
      inspection.addSpan(0, view.sourceRange(of: find.folded))
    }
    let words = view.words.count
    inspection.record(0, words == 0 ? 0 : Double(covered) / Double(words))
    inspection.record(1, Double(view.misplacedInvisibles.count))
    for offset in view.misplacedInvisibles {
      let start = Int(offset)
      let lead = subject.bytes[start]
      let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
      inspection.addSpan(1, start..<min(start + length, subject.bytes.count))
    }
  }

  private func add(_ candidate: NormalizedCandidate) {
    let folded = Int(candidate.foldedStart)..<Int(candidate.foldedEnd)
    finds.append((Int(candidate.firstWord), Int(candidate.wordCount), folded))
  }
}
