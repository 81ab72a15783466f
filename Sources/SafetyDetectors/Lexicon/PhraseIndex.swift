import TextViews

/// All phrases of some lists in one table by the hashes of their words.
///
/// A word of a text costs two probes of a filter that fits the first cache level, for itself and
/// with the next; the few that pass are looked up by the hash of the longest phrase that may begin there, and what is found is
/// compared byte for byte.
struct PhraseIndex: Sendable {
  /// An entry of the open-addressed table.
  private struct Slot: BitwiseCopyable, Sendable {
    var hash: UInt64
    /// The phrase with this hash, or -1.
    var phrase: Int32
    /// Bit n-1: a phrase of n words begins with the word of this hash.
    var lengths: UInt32
  }

  /// Words in the longest phrase that can be kept.
  static let longest = 8

  private var slots: [Slot]
  private let slotMask: Int
  /// Hashes of phrases of one word, and of the first two words of longer ones.
  private var openings: WordFilter
  private var anyWords: WordFilter
  /// Words of phrase after phrase, one byte apart.
  private var text: [UInt8] = []
  private var offsets: [Int] = []
  private var wordCounts: [Int] = []

  var phraseCount: Int { offsets.count }

  /// Builds the table.
  ///
  /// - Parameter phrases: Folded phrases, all different, of 1 to `longest` words.
  init(_ phrases: [[[UInt8]]]) {
    var size = 64
    while size < phrases.count * 4 { size *= 2 }
    slots = [Slot](repeating: Slot(hash: 0, phrase: -1, lengths: 0), count: size)
    slotMask = size - 1
    anyWords = WordFilter(capacity: phrases.count * 2)
    openings = WordFilter(capacity: phrases.count)
    for (number, phrase) in phrases.enumerated() { insert(phrase, Int32(number)) }
    text += [UInt8](repeating: 0, count: 16)
  }

  private mutating func insert(_ words: [[UInt8]], _ number: Int32) {
    offsets.append(text.count)
    wordCounts.append(words.count)
    var hash: UInt64 = 0
    var first: UInt64 = 0
    for (position, word) in words.enumerated() {
      let padded = word + [UInt8](repeating: 0, count: 8)
      let next = padded.withUnsafeBufferPointer { bytes in
        bytes.baseAddress.map { NormalizedHash.word($0, length: word.count) } ?? 0
      }
      if position == 0 { first = next }
      hash = position == 0 ? next : NormalizedHash.phrase(hash, next)
      anyWords.insert(next)
      if position == min(1, words.count - 1) { openings.insert(hash) }
      text += word + [0x20]
    }
    update(first) { $0.lengths |= 1 << UInt32(words.count - 1) }
    update(hash) { $0.phrase = number }
  }

  private mutating func update(_ hash: UInt64, _ change: (inout Slot) -> Void) {
    var place = Int(truncatingIfNeeded: hash >> 32) & slotMask
    while slots[place].hash != hash, slots[place].hash != 0 { place = (place + 1) & slotMask }
    slots[place].hash = hash
    change(&slots[place])
  }

  private func slot(_ hash: UInt64) -> Slot? {
    var place = Int(truncatingIfNeeded: hash >> 32) & slotMask
    while slots[place].hash != 0 {
      if slots[place].hash == hash { return slots[place] }
      place = (place + 1) & slotMask
    }
    return nil
  }

  /// Whether a word stands anywhere in a phrase; at times true for one that does not.
  func mayContain(_ word: NormalizedWord) -> Bool { anyWords.mayContain(word.hash) }

  /// Calls `body` with each phrase found, its first word's index and its number of words.
  ///
  /// At a place the longest phrase wins.
  ///
  /// - Parameters:
  ///   - words: Those of a text, or a window of them.
  ///   - bytes: What the words' ranges refer to.
  ///   - overlapping: Whether the search goes on at the next word, not behind the phrase.
  ///   - body: Receives phrase, first word and count.
  func forEachMatch(
    in words: UnsafeBufferPointer<NormalizedWord>,
    of bytes: UnsafePointer<UInt8>,
    overlapping: Bool = false,
    _ body: (_ phrase: Int, _ first: Int, _ count: Int) -> Void
  ) {
    var next = 0
    openings.forEachOpening(in: words) { index in
      guard index >= next, let (phrase, count) = longestMatch(at: index, in: words, of: bytes)
      else { return }
      body(phrase, index, count)
      if !overlapping { next = index + count }
    }
  }

  private func longestMatch(
    at first: Int,
    in words: UnsafeBufferPointer<NormalizedWord>,
    of bytes: UnsafePointer<UInt8>
  ) -> (phrase: Int, count: Int)? {
    guard let start = slot(words[first].hash), start.lengths != 0 else { return nil }
    var hash = words[first].hash
    var best: (phrase: Int, count: Int)?
    var count = 1
    var lengths = start.lengths
    while true {
      if lengths & 1 == 1, let number = slot(hash)?.phrase, number >= 0,
        matches(Int(number), words[first..<first + count], bytes)
      {
        best = (Int(number), count)
      }
      lengths >>= 1
      guard lengths != 0, first + count < words.count, words[first + count].isJoined else {
        return best
      }
      hash = NormalizedHash.phrase(hash, words[first + count].hash)
      count += 1
    }
  }

  /// Compares a phrase with words of a text byte for byte.
  private func matches(
    _ phrase: Int,
    _ words: Slice<UnsafeBufferPointer<NormalizedWord>>,
    _ bytes: UnsafePointer<UInt8>
  ) -> Bool {
    guard wordCounts[phrase] == words.count else { return false }
    var offset = offsets[phrase]
    for word in words {
      for place in word.range {
        guard text[offset] == bytes[place] else { return false }
        offset += 1
      }
      guard text[offset] == 0x20 else { return false }
      offset += 1
    }
    return true
  }
}
