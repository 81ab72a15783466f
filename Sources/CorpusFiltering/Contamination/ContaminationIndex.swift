import SafetyCore
import TextViews

/// The n-grams of everything that is looked for, in one table that all workers share.
///
/// A place of the table has the first hash, the second, and where its items stand: 20 bytes, and at
/// least a quarter of all places are empty. With 4 bytes for each item of an n-gram and the filters
/// ahead of the table, a different n-gram takes 30 to 60 bytes.
package struct ContaminationIndex: Sendable {
  /// An n-gram that a document holds: where its items stand, and where it begins.
  struct Hit {
    var place: Int
    var words: Range<Int>
  }

  package let facts: ContaminationFacts
  var settings: ContaminationSettings { facts.settings }

  /// First hashes, zero where a place is empty; as many as a power of two.
  private let keys: [UInt64]
  private let checks: [UInt64]
  /// Where a place's items begin in `items`.
  private let starts: [UInt32]
  /// Numbers of items; the last of each list has the highest bit.
  private let items: [UInt32]
  private let filter: WordFilter
  private let openings: WordFilter
  /// Numbers of words of the fields that are looked for whole.
  private let shortLengths: Range<Int>
  private let gramCounts: [UInt32]
  private let ids: [String]
  private let names: [String]
  /// The number of each set's first item.
  private let firstItems: [Int]
  private static let last: UInt32 = 1 << 31

  /// Lays the sets of all sources into one table.
  ///
  /// - Parameters:
  ///   - settings: What the sets were made by.
  ///   - sets: What was read.
  ///   - others: What was not read, for the report.
  package init(
    settings: ContaminationSettings,
    sets: [ContaminationSet],
    others: [ContaminationFacts.Source] = []
  ) {
    var firstItems: [Int] = []
    var grams: [ContaminationGram] = []
    grams.reserveCapacity(sets.reduce(0) { $0 + $1.grams.count })
    var count = 0
    for set in sets {
      firstItems.append(count)
      grams += set.grams.lazy.map { gram in
        var gram = gram
        gram.item += UInt32(count)
        return gram
      }
      count += set.ids.count
    }
    grams.sort()
    let table = ContaminationTable(grams, last: Self.last)
    (keys, checks, starts, items) = (table.keys, table.checks, table.starts, table.items)
    filter = table.filter
    let begun = sets.flatMap(\.openings)
    var openings = WordFilter(capacity: begun.count)
    for opening in begun { openings.insert(opening) }
    self.openings = openings
    shortLengths = begun.isEmpty ? 0..<0 : settings.shortLengths
    gramCounts = sets.flatMap(\.gramCounts)
    ids = sets.flatMap(\.ids)
    names = sets.map(\.facts.name)
    self.firstItems = firstItems
    var facts = ContaminationFacts(settings: settings, sources: sets.map(\.facts) + others)
    facts.indexBytes =
      keys.count * 16 + starts.count * 4 + items.count * 4 + filter.byteCount + openings.byteCount
    self.facts = facts
  }

  /// How many n-grams an item has.
  func gramCount(of item: Int) -> Int { Int(gramCounts[item]) }

  /// The name of an item.
  func origin(of item: Int) -> EvidenceOrigin {
    let set = firstItems.lastIndex { $0 <= item } ?? 0
    return EvidenceOrigin(benchmark: names[set], item: ids[item])
  }

  /// Calls `body` with each item that has the n-gram of a hit.
  func forEachItem(of hit: Hit, _ body: (Int) -> Void) {
    var index = Int(starts[hit.place])
    while true {
      body(Int(items[index] & ~Self.last))
      if items[index] & Self.last != 0 { return }
      index += 1
    }
  }

  /// Appends every n-gram of a text that an item has, in order of its place.
  func find(
    _ words: UnsafeBufferPointer<NormalizedWord>,
    of bytes: UnsafePointer<UInt8>,
    into hits: inout [Hit]
  ) {
    scan(words, length: settings.ngram, filter: filter, isOpening: false) { start in
      add(words, start..<start + settings.ngram, of: bytes, to: &hits)
    }
    guard let shortest = shortLengths.first else { return }
    scan(words, length: shortest, filter: openings, isOpening: true) { start in
      for length in shortLengths where start + length <= words.count {
        add(words, start..<start + length, of: bytes, to: &hits)
      }
    }
  }

  /// Rolls a hash over a text and calls `body` where the filter may hold it.
  @inline(__always)
  private func scan(
    _ words: UnsafeBufferPointer<NormalizedWord>,
    length: Int,
    filter: WordFilter,
    isOpening: Bool,
    _ body: (Int) -> Void
  ) {
    guard words.count >= length else { return }
    let weight = GramHash.weight(of: length)
    let tag = isOpening ? 0 : length
    var sum = GramHash.sum(words, 0..<length)
    var start = 0
    while true {
      if filter.mayContain(GramHash.key(sum, length: tag)) { body(start) }
      guard start + length < words.count else { return }
      sum = GramHash.roll(
        sum,
        out: words[start].hash,
        weight: weight,
        in: words[start + length].hash
      )
      start += 1
    }
  }

  /// Appends one n-gram if both of its hashes are in the table.
  private func add(
    _ words: UnsafeBufferPointer<NormalizedWord>,
    _ range: Range<Int>,
    of bytes: UnsafePointer<UInt8>,
    to hits: inout [Hit]
  ) {
    let key = GramHash.key(GramHash.sum(words, range), length: range.count)
    var check: UInt64?
    var place = Int(truncatingIfNeeded: key) & (keys.count - 1)
    while keys[place] != 0 {
      if keys[place] == key {
        let own = check ?? GramHash.check(bytes, words, range)
        check = own
        if checks[place] == own { return hits.append(Hit(place: place, words: range)) }
      }
      place = (place + 1) & (keys.count - 1)
    }
  }
}
