import SafetyCore
import TextViews

/// Scores documents for one worker.
final class LexiconInspector: Inspector {
  /// An occurrence of a phrase.
  private struct Hit {
    var phrase: Int
    var word: Int
    var folded: Range<Int>
  }

  private let table: LexiconTable
  private var disguised = DisguisedWords()
  private var hits: [Hit] = []
  private var contextWords: [Int] = []
  /// Occurrences of each posting in the document at hand.
  private var counts: [Int32]
  private var touched: [Int] = []
  private var evidence: [Double]
  private var distinct: [Int]

  init(_ table: LexiconTable) {
    self.table = table
    counts = [Int32](repeating: 0, count: table.postings.count)
    evidence = [Double](repeating: 0, count: LexiconCategory.scored.count)
    distinct = [Int](repeating: 0, count: LexiconCategory.scored.count)
  }

  func inspect(_ subject: AnalyzedText, into inspection: inout Inspection) throws {
    reset()
    guard table.index.phraseCount > 0 else {
      for rule in evidence.indices { inspection.record(rule, 0) }
      return
    }
    let view = subject.normalized
    collect(view)
    for hit in hits { weigh(hit, view, &inspection) }
    for rule in evidence.indices {
      let value = LexiconScore.value(
        evidence: evidence[rule],
        distinctTerms: distinct[rule],
        words: view.words.count
      )
      inspection.record(rule, value)
    }
  }

  private func reset() {
    for posting in touched { counts[posting] = 0 }
    touched.removeAll(keepingCapacity: true)
    hits.removeAll(keepingCapacity: true)
    contextWords.removeAll(keepingCapacity: true)
    for rule in evidence.indices {
      evidence[rule] = 0
      distinct[rule] = 0
    }
  }

  private func collect(_ view: NormalizedText) {
    table.index.forEachMatch(in: view.words, of: view.bytes) { phrase, first, count in
      let end = view.words[first + count - 1].range.upperBound
      note(phrase, word: first, folded: view.words[first].range.lowerBound..<end)
    }
    disguised.forEachMatch(of: table.index, in: view) { phrase, candidate in
      let span = Int(candidate.foldedStart)..<Int(candidate.foldedEnd)
      note(phrase, word: Int(candidate.firstWord), folded: span)
    }
    contextWords.sort()
  }

  private func note(_ phrase: Int, word: Int, folded: Range<Int>) {
    for posting in table.postings(of: phrase)
    where table.postings[posting].category == .context {
      contextWords.append(word)
    }
    hits.append(Hit(phrase: phrase, word: word, folded: folded))
  }

  private func weigh(_ hit: Hit, _ view: NormalizedText, _ inspection: inout Inspection) {
    var factor: Double?
    for number in table.postings(of: hit.phrase) {
      let posting = table.postings[number]
      guard posting.category != .context else { continue }
      let known = factor ?? (isInContext(hit.word) ? LexiconScore.contextFactor : 1)
      factor = known
      counts[number] += 1
      if counts[number] == 1 {
        touched.append(number)
        distinct[posting.rule] += 1
      }
      let weight = posting.weight * known
      evidence[posting.rule] += weight / Double(counts[number])
      inspection.addSpan(posting.rule, view.sourceRange(of: hit.folded), score: weight)
    }
  }

  /// Whether a word of medicine, news or law stands near.
  private func isInContext(_ word: Int) -> Bool {
    var low = 0
    var high = contextWords.count
    let first = word - LexiconScore.contextReach
    while low < high {
      let middle = (low + high) / 2
      if contextWords[middle] < first { low = middle + 1 } else { high = middle }
    }
    return low < contextWords.count && contextWords[low] <= word + LexiconScore.contextReach
  }
}
