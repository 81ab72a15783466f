/// Reads integers as differences, packed in blocks: DELTA_BINARY_PACKED.
///
/// Lemire and Boytsov, Decoding billions of integers per second through vectorization (2015), as
/// [Parquet](https://github.com/apache/parquet-format/blob/master/Encodings.md) lays it out.
struct DeltaDecoder {
  private static let longestBlock = 1 << 20

  /// Where the next byte is; after all integers were read, where they end.
  private(set) var position: Int
  private let end: Int
  /// How many integers there are.
  let count: Int
  private let perMiniblock: Int
  private let miniblocks: Int
  private var rest: Int
  private var value: Int64
  private var isAtFirst = true
  private var leastDelta: Int64 = 0
  private var widths: [UInt8] = []
  private var nextMiniblock = 0
  private var deltas: [Int64] = []
  private var nextDelta = 0

  /// Reads the header.
  ///
  /// - Parameters:
  ///   - bytes: Of the page, which every later call is given too.
  ///   - range: Where the integers are, at least.
  /// - Throws: `ParquetDamage`.
  init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) throws {
    position = range.lowerBound
    end = range.upperBound
    let block = try Self.unsigned(bytes, &position, end)
    let miniblocks = try Self.unsigned(bytes, &position, end)
    let count = try Self.unsigned(bytes, &position, end)
    value = Self.signed(try Self.unsigned(bytes, &position, end))
    guard 1...UInt64(Self.longestBlock) ~= block, 1...block ~= miniblocks,
      block % miniblocks == 0, block / miniblocks % 8 == 0, count <= UInt64(Int32.max)
    else { throw ParquetDamage.broken("the blocks of a page's integers are of no size") }
    self.count = Int(count)
    self.miniblocks = Int(miniblocks)
    perMiniblock = Int(block / miniblocks)
    rest = Int(count)
  }

  /// The next integer.
  mutating func next(_ bytes: UnsafeRawBufferPointer) throws -> Int64 {
    guard rest > 0 else { throw ParquetDamage.broken("a page has fewer integers than values") }
    rest -= 1
    guard !isAtFirst else {
      isAtFirst = false
      return value
    }
    if nextDelta == deltas.count { try readMiniblock(bytes) }
    value = value &+ deltas[nextDelta]
    nextDelta += 1
    return value
  }

  /// Passes over all that is left.
  mutating func finish(_ bytes: UnsafeRawBufferPointer) throws {
    while rest > 0 { _ = try next(bytes) }
  }

  private mutating func readMiniblock(_ bytes: UnsafeRawBufferPointer) throws {
    if nextMiniblock == widths.count {
      leastDelta = Self.signed(try Self.unsigned(bytes, &position, end))
      guard miniblocks <= end - position else {
        throw ParquetDamage.broken("a page ends before its integers")
      }
      widths = Array(bytes[position..<(position + miniblocks)])
      position += miniblocks
      nextMiniblock = 0
    }
    let width = Int(widths[nextMiniblock])
    nextMiniblock += 1
    let size = width * perMiniblock / 8
    guard width <= 64, size <= end - position else {
      throw ParquetDamage.broken("a page ends before its integers")
    }
    deltas.removeAll(keepingCapacity: true)
    for index in 0..<perMiniblock {
      let delta = Self.packed(bytes, at: position, bit: index * width, width: width)
      deltas.append(leastDelta &+ Int64(bitPattern: delta))
    }
    nextDelta = 0
    position += size
  }

  /// A number of up to 64 bits that begins at any bit.
  private static func packed(
    _ bytes: UnsafeRawBufferPointer,
    at start: Int,
    bit: Int,
    width: Int
  ) -> UInt64 {
    guard width > 0 else { return 0 }
    let place = start + bit / 8
    let shift = UInt64(bit % 8)
    var word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian >> shift
    // The bits that one word leaves over stand in the byte after it.
    if width + Int(shift) > 64 { word |= UInt64(bytes[place + 8]) << (64 - shift) }
    return width == 64 ? word : word & ((1 << UInt64(width)) - 1)
  }

  private static func unsigned(
    _ bytes: UnsafeRawBufferPointer,
    _ position: inout Int,
    _ end: Int
  ) throws -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0 as UInt64, to: 64, by: 7) {
      guard position < end else { throw ParquetDamage.broken("a page ends before its integers") }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw ParquetDamage.broken("an integer of a page has no end")
  }

  private static func signed(_ raw: UInt64) -> Int64 {
    Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
  }
}
