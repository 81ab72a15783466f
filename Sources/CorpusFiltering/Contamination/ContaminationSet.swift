import SafetyCore
import TextViews

/// The n-grams of one benchmark or file by which its items are told from each other.
package struct ContaminationSet: Sendable {
  package var facts: ContaminationFacts.Source
  /// In ascending order, each at most once an item.
  var grams: [ContaminationGram] = []
  /// Of the beginnings of fields that are looked for whole.
  var openings: [UInt64] = []
  var ids: [String] = []
  /// How many n-grams each item has.
  var gramCounts: [UInt32] = []

  /// Gathers the n-grams of items that come one by one.
  package struct Builder {
    private let settings: ContaminationSettings
    private var set: ContaminationSet
    private let reader = ContaminationReader()

    package init(name: String, settings: ContaminationSettings) {
      self.settings = settings
      set = ContaminationSet(facts: .init(name: name))
    }

    /// Takes an item with all of its texts.
    package mutating func add(id: String, _ texts: [ContaminationText]) {
      let before = set.grams.count
      for passage in Set(texts.flatMap(\.passages)) {
        reader.withWords(of: passage) { bytes, words in
          guard words.count >= settings.ngram else { return }
          for start in 0...words.count - settings.ngram {
            set.append(bytes, words, start..<start + settings.ngram)
          }
        }
      }
      for field in Set(texts.map(\.field)) {
        reader.withWords(of: field) { bytes, words in
          guard settings.shortLengths.contains(words.count) else { return }
          set.openings.append(GramHash.opening(GramHash.sum(words, 0..<settings.shortWords)))
          set.append(bytes, words, 0..<words.count)
        }
      }
      if set.grams.count == before { set.facts.tooShort += 1 }
      set.ids.append(id)
    }

    /// The set of all items taken, with what they have in common left out.
    package func finish(dataSHA256: Digest?, descriptionSHA256: Digest? = nil) -> ContaminationSet {
      var finished = set
      finished.facts.dataSHA256 = dataSHA256
      finished.facts.descriptionSHA256 = descriptionSHA256
      finished.dropShared(limit: settings.maxItems)
      return finished
    }
  }

  fileprivate mutating func append(
    _ bytes: UnsafePointer<UInt8>,
    _ words: UnsafeBufferPointer<NormalizedWord>,
    _ range: Range<Int>
  ) {
    grams.append(
      ContaminationGram(
        key: GramHash.key(GramHash.sum(words, range), length: range.count),
        check: GramHash.check(bytes, words, range),
        item: UInt32(ids.count)
      )
    )
  }

  /// Sorts the n-grams and leaves out those that more items than `limit` have, such as the words of
  /// an instruction or of a passage with many questions.
  fileprivate mutating func dropShared(limit: Int) {
    let had = Set(grams.lazy.map(\.item)).count
    grams.sort()
    gramCounts = [UInt32](repeating: 0, count: ids.count)
    var kept: [ContaminationGram] = []
    var start = 0
    while start < grams.count {
      let end = grams[start...].firstIndex { !$0.isSame(as: grams[start]) } ?? grams.count
      let first = (start..<end).filter { $0 == start || grams[$0].item != grams[$0 - 1].item }
      start = end
      guard first.count <= limit else { continue }
      facts.ngrams += 1
      for index in first {
        kept.append(grams[index])
        gramCounts[Int(grams[index].item)] += 1
      }
    }
    grams = kept
    facts.items = ids.count
    facts.shared = had - gramCounts.count { $0 > 0 }
  }
}
