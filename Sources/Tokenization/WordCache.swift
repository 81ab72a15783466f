/// The tokens of short words met before, in two places a word; a later word takes an older one's.
///
/// An entry has 64 bytes: a key of 24, six ids, six starts and ends relative to the word's first
/// byte, the key's length and the number of tokens.
final class WordCache {
  static let longestKey = 24
  static let mostTokens = 6
  private static let entryBytes = 64
  private static let idsAt = 24
  private static let startsAt = 48
  private static let endsAt = 54
  private static let lengthAt = 60
  private static let countAt = 61

  private let storage: UnsafeMutableRawPointer
  private let shift: UInt64

  /// A word's bytes, those past its length zero.
  struct Key {
    var first: UInt64 = 0
    var second: UInt64 = 0
    var third: UInt64 = 0
    var length: UInt8 = 0

    init() {}

    /// The key of a piece of text, nil where that is too long or empty.
    @inline(__always)
    init?(_ text: UnsafeRawBufferPointer, _ piece: Range<Int>) {
      let count = piece.count
      guard count <= longestKey, count > 0, let base = text.baseAddress else { return nil }
      length = UInt8(truncatingIfNeeded: count)
      if piece.lowerBound + longestKey <= text.count {
        let at = base + piece.lowerBound
        first = at.loadUnaligned(as: UInt64.self) & Self.mask(count)
        if count > 8 {
          second = at.loadUnaligned(fromByteOffset: 8, as: UInt64.self) & Self.mask(count &- 8)
        }
        if count > 16 {
          third = at.loadUnaligned(fromByteOffset: 16, as: UInt64.self) & Self.mask(count &- 16)
        }
      } else {
        for index in 0..<count { set(index, text[piece.lowerBound + index]) }
      }
    }

    /// The low bytes of a little-endian number, all of them from eight on.
    @inline(__always)
    private static func mask(_ count: Int) -> UInt64 {
      let mask = count >= 8 ? UInt64.max : (1 << UInt64(truncatingIfNeeded: count &* 8)) &- 1
      return UInt64(littleEndian: mask)
    }

    private mutating func set(_ index: Int, _ byte: UInt8) {
      let bits = UInt64(littleEndian: UInt64(byte) << UInt64(index % 8 * 8))
      switch index / 8 {
      case 0: first |= bits
      case 1: second |= bits
      default: third |= bits
      }
    }
  }

  /// What is stored for a word.
  struct Entry {
    fileprivate let at: UnsafeRawPointer

    @inline(__always)
    var count: Int { Int(at.load(fromByteOffset: countAt, as: UInt8.self)) }

    @inline(__always)
    func id(_ index: Int) -> Int32 {
      at.load(fromByteOffset: idsAt + index &* 4, as: Int32.self)
    }

    @inline(__always)
    func start(_ index: Int) -> Int32 {
      Int32(at.load(fromByteOffset: startsAt + index, as: UInt8.self))
    }

    @inline(__always)
    func end(_ index: Int) -> Int32 {
      Int32(at.load(fromByteOffset: endsAt + index, as: UInt8.self))
    }
  }

  /// - Parameter bits: Binary logarithm of the number of entries.
  init(bits: Int) {
    let bytes = Self.entryBytes << bits
    storage = .allocate(byteCount: bytes, alignment: Self.entryBytes)
    storage.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    shift = UInt64(64 - bits)
  }

  deinit { storage.deallocate() }

  @inline(__always)
  private func slot(_ key: Key) -> Int {
    let mixed =
      key.first &* 0x9E37_79B9_7F4A_7C15 ^ key.second &* 0xC2B2_AE3D_27D4_EB4F
      ^ key.third &* 0x1656_67B1_9E37_79F9
    let spread = (mixed ^ mixed >> 29 &+ UInt64(key.length)) &* 0xBF58_476D_1CE4_E5B9
    return Int(truncatingIfNeeded: spread >> shift)
  }

  @inline(__always)
  private func holds(_ at: UnsafeRawPointer, _ key: Key) -> Bool {
    at.load(as: UInt64.self) == key.first
      && at.load(fromByteOffset: 8, as: UInt64.self) == key.second
      && at.load(fromByteOffset: 16, as: UInt64.self) == key.third
      && at.load(fromByteOffset: Self.lengthAt, as: UInt8.self) == key.length
  }

  /// A word whose entry is on its way from memory while the next word is read.
  struct Request {
    let key: Key
    fileprivate let slot: Int
    /// What stands at the slot, asked for early.
    fileprivate let found: UInt64
  }

  /// Begins to look a word up.
  @inline(__always)
  func request(_ key: Key) -> Request {
    let slot = slot(key)
    let found = storage.load(fromByteOffset: slot &* Self.entryBytes, as: UInt64.self)
    return Request(key: key, slot: slot, found: found)
  }

  /// The entry of a word that was requested; nothing may have been stored since.
  @inline(__always)
  func entry(_ request: Request) -> Entry? {
    let key = request.key
    let first = storage + request.slot &* Self.entryBytes
    if request.found == key.first, holds(first, key) { return Entry(at: first) }
    let second = storage + (request.slot ^ 1) &* Self.entryBytes
    return holds(second, key) ? Entry(at: second) : nil
  }

  /// The entry of a word that is not empty, nil where it has none.
  @inline(__always)
  func entry(_ key: Key) -> Entry? {
    let slot = slot(key)
    let first = storage + slot &* Self.entryBytes
    if holds(first, key) { return Entry(at: first) }
    let second = storage + (slot ^ 1) &* Self.entryBytes
    return holds(second, key) ? Entry(at: second) : nil
  }

  /// Remembers the tokens that a word of at most `longestKey` bytes has just been given.
  ///
  /// - Parameters:
  ///   - key: The word.
  ///   - tokens: Where they were written.
  ///   - from: The first of them.
  ///   - base: The word's first byte in the original text.
  func store(_ key: Key, _ tokens: TokenBuffer, from: Int, base: Int32) {
    let count = tokens.count - from
    guard count <= Self.mostTokens, key.length > 0 else { return }
    for index in from..<tokens.count {
      let (start, end) = (tokens.starts[index] - base, tokens.ends[index] - base)
      guard start >= 0, end >= start, end <= 255 else { return }
    }
    let slot = slot(key)
    let entry = storage + slot &* Self.entryBytes
    // What stood here moves to the other place.
    (storage + (slot ^ 1) &* Self.entryBytes).copyMemory(from: entry, byteCount: Self.entryBytes)
    entry.storeBytes(of: key.first, as: UInt64.self)
    entry.storeBytes(of: key.second, toByteOffset: 8, as: UInt64.self)
    entry.storeBytes(of: key.third, toByteOffset: 16, as: UInt64.self)
    entry.storeBytes(of: key.length, toByteOffset: Self.lengthAt, as: UInt8.self)
    entry.storeBytes(of: UInt8(count), toByteOffset: Self.countAt, as: UInt8.self)
    for index in 0..<count {
      let (start, end) = (tokens.starts[from + index] - base, tokens.ends[from + index] - base)
      entry.storeBytes(
        of: tokens.ids[from + index],
        toByteOffset: Self.idsAt + index * 4,
        as: Int32.self
      )
      entry.storeBytes(of: UInt8(start), toByteOffset: Self.startsAt + index, as: UInt8.self)
      entry.storeBytes(of: UInt8(end), toByteOffset: Self.endsAt + index, as: UInt8.self)
    }
  }
}
