import SafetyCore
import TextViews

/// Looks for items in one document after another.
final class ContaminationInspector: Inspector {
  /// What a document holds of one item.
  private struct Found {
    var item: Int
    /// Different n-grams.
    var ngrams = 0
    /// Runs of words that n-grams of the item cover.
    var runs: [Range<Int>] = []
  }

  private let index: ContaminationIndex
  private let words = ContaminationWords()
  private var hits: [ContaminationIndex.Hit] = []

  init(_ index: ContaminationIndex) { self.index = index }

  func inspect(_ subject: AnalyzedText, into inspection: inout Inspection) throws {
    let view = subject.normalized
    words.withWords(of: view, isASCII: subject.isASCII) { words in
      hits.removeAll(keepingCapacity: true)
      index.find(words, of: view.bytes, into: &hits)
      record(found(), words, view, into: &inspection)
    }
  }

  /// What the hits come to, in ascending order of the items' numbers.
  private func found() -> [Found] {
    guard !hits.isEmpty else { return [] }
    var found: [Int: Found] = [:]
    var seen: Set<Int> = []
    for hit in hits {
      let isNew = seen.insert(hit.place).inserted
      index.forEachItem(of: hit) { item in
        if isNew { found[item, default: Found(item: item)].ngrams += 1 }
        found[item]?.runs.append(hit.words)
      }
    }
    return found.values.sorted { $0.item < $1.item }
  }

  private func record(
    _ found: [Found],
    _ words: UnsafeBufferPointer<NormalizedWord>,
    _ view: NormalizedText,
    into inspection: inout Inspection
  ) {
    var count = 0
    var greatest = 0.0
    let settings = index.settings
    for item in found {
      let whole = index.gramCount(of: item.item)
      let share = Double(item.ngrams) / Double(max(1, whole))
      greatest = max(greatest, share)
      guard item.ngrams >= min(settings.minNgrams, whole), share >= settings.minShare else {
        continue
      }
      count += 1
      let origin = index.origin(of: item.item)
      for run in Self.merged(item.runs) {
        let start = words[run.lowerBound].range.lowerBound
        let end = words[run.upperBound - 1].range.upperBound
        inspection.addSpan(
          ContaminationDetector.Rule.item.rawValue,
          view.sourceRange(of: start..<end),
          score: share,
          origin: origin
        )
      }
    }
    inspection.record(ContaminationDetector.Rule.item.rawValue, Double(count))
    inspection.record(ContaminationDetector.Rule.share.rawValue, greatest)
  }

  /// Runs that overlap or touch as one.
  private static func merged(_ runs: [Range<Int>]) -> [Range<Int>] {
    runs.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, run in
      guard let last = merged.last, run.lowerBound <= last.upperBound else {
        return merged.append(run)
      }
      merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, run.upperBound)
    }
  }
}
