import Diagnostics

/// Tokens by id and ids by token; tokens are bytes, because equal bytes alone are the same token.
struct Vocabulary: Sendable {
  private var bytes: [UInt8] = []
  /// Where the bytes of an id begin; its length is -1 for an id that no token has.
  private var places: [(start: Int32, length: Int32)] = []
  /// The upper half of a token's hash above its id and one; 0 where a slot is free.
  ///
  /// There are twice as many slots as tokens at least. The hash keeps most searches from looking at
  /// the bytes of other tokens.
  private var slots: [UInt64] = [UInt64](repeating: 0, count: 1 << 6)
  private var used = 0

  /// How many different tokens there are.
  var count: Int { used }

  /// One more than the highest id.
  var bound: Int { places.count }

  /// Adds a token or gives it another id; the last one that takes an id is its token.
  ///
  /// - Parameters:
  ///   - token: Its bytes.
  ///   - id: From zero, below `TokenizerLimits.vocabulary`.
  ///   - path: Names the entry in errors.
  ///   - problem: Names the file in errors.
  /// - Throws: `Diagnostic` for an id or token out of bounds.
  mutating func add(
    _ token: some Collection<UInt8>,
    id: Int,
    path: @autoclosure () -> String,
    problem: TokenizerProblem
  ) throws(Diagnostic) {
    guard 0..<TokenizerLimits.vocabulary ~= id else {
      throw problem.tooLarge(
        path(),
        "has the id \(id), which is not below \(TokenizerLimits.vocabulary)"
      )
    }
    guard token.count <= TokenizerLimits.tokenBytes,
      bytes.count + token.count <= Int(Int32.max)
    else { throw problem.tooLarge(path(), "holds a token of \(token.count) bytes") }
    while places.count <= id { places.append((0, -1)) }
    // Slots keep what an earlier token of the same id left; `id(of:)` compares the bytes.
    places[id] = (Int32(bytes.count), Int32(token.count))
    bytes.append(contentsOf: token)
    if (used + 1) * 2 > slots.count { grow(to: slots.count * 2) }
    insert(Int32(id))
  }

  /// Makes room for some tokens at once.
  mutating func reserveCapacity(_ count: Int) {
    let count = min(count, TokenizerLimits.vocabulary)
    places.reserveCapacity(count)
    var size = slots.count
    while size < count * 2 { size <<= 1 }
    if size > slots.count { grow(to: size) }
  }

  private mutating func grow(to size: Int) {
    slots = [UInt64](repeating: 0, count: size)
    used = 0
    for id in places.indices where places[id].length >= 0 { insert(Int32(id)) }
  }

  private mutating func insert(_ id: Int32) {
    let place = places[Int(id)]
    let range = Int(place.start)..<Int(place.start) + Int(place.length)
    bytes.withUnsafeBytes { all in
      let token = UnsafeRawBufferPointer(rebasing: all[range])
      let hash = Self.hash(token)
      let mask = slots.count - 1
      var slot = Self.slot(hash) & mask
      while slots[slot] != 0 {
        let other = Self.id(slots[slot])
        if other == id || Self.tag(slots[slot]) == Self.tag(hash) && equals(token, other, all) {
          break
        }
        slot = (slot + 1) & mask
      }
      if slots[slot] == 0 { used += 1 }
      slots[slot] = UInt64(Self.tag(hash)) << 32 | UInt64(UInt32(bitPattern: id) + 1)
    }
  }

  private static func tag(_ entry: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: entry >> 32) }

  private static func id(_ entry: UInt64) -> Int32 { Int32(truncatingIfNeeded: entry) - 1 }

  private static func slot(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7FFF_FFFF)
  }

  private func equals(
    _ token: UnsafeRawBufferPointer,
    _ id: Int32,
    _ all: UnsafeRawBufferPointer
  ) -> Bool {
    let place = places[Int(id)]
    guard Int(place.length) == token.count else { return false }
    for offset in 0..<token.count where all[Int(place.start) + offset] != token[offset] {
      return false
    }
    return true
  }

  /// The hash of no bytes.
  static let emptyHash: UInt64 = 0xCBF2_9CE4_8422_2325

  /// FNV-1a of some bytes and one more.
  @inline(__always)
  static func hash(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  private static func hash(_ token: UnsafeRawBufferPointer) -> UInt64 {
    var hash = emptyHash
    for byte in token { hash = Self.hash(hash, byte) }
    return hash
  }

  /// The id of a token, nil where there is none.
  func id(of token: UnsafeRawBufferPointer) -> Int32? { id(of: token, hash: Self.hash(token)) }

  /// The id of a token whose hash is known.
  func id(of token: UnsafeRawBufferPointer, hash: UInt64) -> Int32? {
    bytes.withUnsafeBytes { all in
      let mask = slots.count - 1
      var slot = Self.slot(hash) & mask
      while slots[slot] != 0 {
        let entry = slots[slot]
        if Self.tag(entry) == Self.tag(hash), equals(token, Self.id(entry), all) {
          return Self.id(entry)
        }
        slot = (slot + 1) & mask
      }
      return nil
    }
  }

  /// The id of a token, nil where there is none.
  func id(of token: some Collection<UInt8>) -> Int32? {
    let found = token.withContiguousStorageIfAvailable { id(of: UnsafeRawBufferPointer($0)) }
    if let found { return found }
    return Array(token).withUnsafeBytes { id(of: $0) }
  }

  /// The bytes of an id's token, nil where no token has it.
  func token(_ id: Int) -> ArraySlice<UInt8>? {
    guard places.indices.contains(id), places[id].length >= 0 else { return nil }
    let start = Int(places[id].start)
    return bytes[start..<start + Int(places[id].length)]
  }

  /// Calls `body` with each token and its id, by ascending ids.
  func forEachToken<Failure: Error>(
    _ body: (ArraySlice<UInt8>, Int32) throws(Failure) -> Void
  ) throws(Failure) {
    for id in places.indices {
      if let token = token(id) { try body(token, Int32(id)) }
    }
  }
}
