/// WordPiece with BERT's normalizer and pre-tokenizer in one pass over the text's own bytes.
///
/// ASCII words are folded eight bytes at a time and looked up in a cache; what is not ASCII is
/// folded scalar by scalar through tables that are filled as scalars are met.
final class BertScanner {
  /// What a byte does, by `kinds`.
  private enum Kind {
    static let word: UInt8 = 0
    static let space: UInt8 = 1
    static let sign: UInt8 = 2
    /// Needs its scalar looked up.
    static let other: UInt8 = 3
  }

  private let model: WordPieceModel
  private let folder: BertFolder
  private let kinds: UnsafeMutablePointer<UInt8>
  private let signIDs: UnsafeMutablePointer<Int32>
  private let cache = WordCache(bits: 16)
  /// All ones where ASCII letters are made lower case.
  private let lowering: UInt64

  /// - Returns: nil where the tokenizer is no BERT.
  init?(_ tokenizer: Tokenizer) {
    guard case .wordPiece(let model) = tokenizer.model, tokenizer.normalizedTokens.isEmpty,
      tokenizer.normalizer.steps.count == 1, tokenizer.splitter.steps.count == 1,
      case .bert(let options) = tokenizer.normalizer.steps[0],
      case .bert = tokenizer.splitter.steps[0], model.longestWord >= WordCache.longestKey
    else { return nil }
    self.model = model
    folder = BertFolder(options, longestWord: model.longestWord)
    lowering = options.lowercases ? .max : 0
    kinds = .allocate(capacity: 256)
    signIDs = .allocate(capacity: 128)
    for byte in UInt8.min...UInt8.max { kinds[Int(byte)] = Self.kind(byte, options) }
    for byte in 0..<UInt8(128) {
      signIDs[Int(byte)] = tokenizer.vocabulary.id(of: CollectionOfOne(byte)) ?? model.unknown
    }
  }

  deinit {
    kinds.deallocate()
    signIDs.deallocate()
  }

  private static func kind(_ byte: UInt8, _ options: BertNormalizer) -> UInt8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      Kind.word
    case 0x09, 0x0A, 0x0D, 0x20: Kind.space
    case 0x21...0x7E: Kind.sign
    default: Kind.other
    }
  }

  /// Appends the tokens of a part of a text.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8.
  ///   - range: The part.
  ///   - output: Receives the tokens; unchanged where this cannot encode them.
  /// - Returns: False where a scalar is met that only the slow way handles.
  func encode(
    _ text: UnsafeRawBufferPointer,
    _ range: Range<Int>,
    into output: inout TokenBuffer
  ) -> Bool {
    guard let base = text.baseAddress else { return true }
    let first = output.count
    let end = range.upperBound
    // Three loads of eight bytes must stay within the text.
    let safe = text.count - 32
    var position = range.lowerBound
    var waiting: Waiting?
    while position < end {
      let byte = base.load(fromByteOffset: position, as: UInt8.self)
      switch kinds[Int(byte)] {
      case Kind.space: position &+= 1
      case Kind.sign:
        settle(&waiting, &output)
        let at = Int32(truncatingIfNeeded: position)
        output.append(signIDs[Int(byte)], at, at &+ 1)
        position &+= 1
      case Kind.word:
        let key =
          position <= safe
          ? word(base + position, end &- position)
          : lastWord(base + position, end &- position)
        let stop = position &+ Int(key.length)
        if key.length <= WordCache.longestKey,
          stop == end || kinds[Int(base.load(fromByteOffset: stop, as: UInt8.self))] != Kind.other
        {
          ask(for: key, at: position, &waiting, &output)
          position = stop
        } else {
          fallthrough
        }
      default:
        settle(&waiting, &output)
        guard let next = folder.word(text, position, end, model, &output) else {
          output.count = first
          return false
        }
        position = next
      }
    }
    settle(&waiting, &output)
    return true
  }

  /// A word that has been read and not yet looked up.
  private struct Waiting {
    let request: WordCache.Request
    let position: Int
  }

  /// Asks the cache for a word, and looks up the one before it while memory answers.
  @inline(__always)
  private func ask(
    for key: WordCache.Key,
    at position: Int,
    _ waiting: inout Waiting?,
    _ output: inout TokenBuffer
  ) {
    let next = Waiting(request: cache.request(key), position: position)
    let hasChanged = settle(&waiting, &output)
    // Storing the last word may have moved what this one asked for.
    waiting = hasChanged ? Waiting(request: cache.request(key), position: position) : next
  }

  /// Appends the tokens of the word that waits.
  ///
  /// - Returns: Whether the cache has changed.
  @inline(__always)
  @discardableResult
  private func settle(_ waiting: inout Waiting?, _ output: inout TokenBuffer) -> Bool {
    guard let word = waiting else { return false }
    waiting = nil
    let at = Int32(truncatingIfNeeded: word.position)
    guard let entry = cache.entry(word.request) else {
      learn(word.request.key, at, &output)
      return true
    }
    if entry.count == 1 {
      output.append(entry.id(0), at, at &+ Int32(word.request.key.length))
    } else {
      output.append(entry, at)
    }
    return false
  }

  /// The folded bytes of the ASCII word at a place; a length past the longest key says no more.
  @inline(__always)
  private func word(_ at: UnsafeRawPointer, _ limit: Int) -> WordCache.Key {
    var key = WordCache.Key()
    let first = fold(at)
    var length = first.length
    key.first = first.bytes
    if length == 8 {
      let second = fold(at + 8)
      length &+= second.length
      key.second = second.bytes
      if length == 16 {
        let third = fold(at + 16)
        length &+= third.length
        key.third = third.bytes
        if length == 24, kinds[Int(at.load(fromByteOffset: 24, as: UInt8.self))] == Kind.word {
          length = 25
        }
      }
    }
    if length > limit { return lastWord(at, limit) }
    key.length = UInt8(truncatingIfNeeded: length)
    return key
  }

  /// The same where eight bytes at a time would go past the end.
  @inline(never)
  private func lastWord(_ at: UnsafeRawPointer, _ limit: Int) -> WordCache.Key {
    withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { copy in
      copy.initializeMemory(as: UInt8.self, repeating: 0)
      for index in 0..<min(limit, 25) {
        copy[index] = at.load(fromByteOffset: index, as: UInt8.self)
      }
      guard let start = copy.baseAddress else { return WordCache.Key() }
      return word(UnsafeRawPointer(start), 32)
    }
  }

  /// The letters and digits that eight bytes begin with, folded, zero past them.
  @inline(__always)
  private func fold(_ at: UnsafeRawPointer) -> (bytes: UInt64, length: Int) {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    let bytes = UInt64(littleEndian: at.loadUnaligned(as: UInt64.self))
    let low = bytes & ~tops
    // A byte's top bit says whether it is at least the one sign and not past the other.
    let upper = (low &+ ones &* (0x80 - 0x41)) & ~(low &+ ones &* (0x80 - 0x5B)) & tops
    let folded = low | (upper & lowering) >> 2
    let letters = low | upper >> 2
    let isLetter = (letters &+ ones &* (0x80 - 0x61)) & ~(letters &+ ones &* (0x80 - 0x7B))
    let isDigit = (low &+ ones &* (0x80 - 0x30)) & ~(low &+ ones &* (0x80 - 0x3A))
    let stops = ~((isLetter | isDigit) & ~bytes) & tops
    guard stops != 0 else { return (folded, 8) }
    let bits = stops.trailingZeroBitCount &- 7
    return (folded & (1 << UInt64(truncatingIfNeeded: bits) &- 1), bits >> 3)
  }

  @inline(never)
  private func learn(_ key: WordCache.Key, _ at: Int32, _ output: inout TokenBuffer) {
    let first = output.count
    let bytes = (key.first.littleEndian, key.second.littleEndian, key.third.littleEndian)
    withUnsafeBytes(of: bytes) { all in
      let word = UnsafeRawBufferPointer(rebasing: all[0..<Int(key.length)])
      let places = { (start: Int, end: Int) in
        (at &+ Int32(truncatingIfNeeded: start), at &+ Int32(truncatingIfNeeded: end))
      }
      model.encode(word, characters: word.count, places: places, into: &output)
    }
    cache.store(key, output, from: first, base: at)
  }
}
