/// Reads runs of one number and of packed numbers: levels, booleans and places in a dictionary.
///
/// [RLE / bit-packing hybrid](https://github.com/apache/parquet-format/blob/master/Encodings.md).
struct RunLengthDecoder {
  private let width: Int
  private var position: Int
  private let end: Int
  /// Numbers left in the run at hand.
  private var rest = 0
  /// The number of a run; nil where they are packed.
  private var repeated: UInt32?
  /// Where the packed numbers of the run begin, and how many of them are read.
  private var packedStart = 0
  private var packedRead = 0

  /// - Parameters:
  ///   - range: Of the bytes that every later call is given.
  ///   - width: Bits of a number.
  /// - Throws: `ParquetDamage`.
  init(_ range: Range<Int>, width: Int) throws {
    guard 0...32 ~= width else { throw ParquetDamage.broken("numbers of \(width) bits") }
    self.width = width
    position = range.lowerBound
    end = range.upperBound
  }

  /// Puts the next numbers after those of an array.
  mutating func decode(
    _ count: Int,
    from bytes: UnsafeRawBufferPointer,
    into numbers: inout [UInt32]
  ) throws {
    var wanted = count
    while wanted > 0 {
      if rest == 0 { try readRun(bytes) }
      let taken = min(wanted, rest)
      if let repeated {
        numbers.append(contentsOf: repeatElement(repeated, count: taken))
      } else {
        unpack(taken, from: bytes, into: &numbers)
      }
      rest -= taken
      wanted -= taken
    }
  }

  private mutating func readRun(_ bytes: UnsafeRawBufferPointer) throws {
    var header = 0
    for shift in stride(from: 0, to: 35, by: 7) {
      guard position < end else { throw ParquetDamage.broken("a page ends before its numbers") }
      let byte = Int(bytes[position])
      position += 1
      header |= (byte & 0x7F) << shift
      if byte < 0x80 { break }
      guard shift < 28 else { throw ParquetDamage.broken("a run has no length") }
    }
    if header & 1 == 1 {
      try beginPacked(groups: header >> 1)
    } else {
      try beginRepeated(count: header >> 1, bytes)
    }
  }

  private mutating func beginPacked(groups: Int) throws {
    // The last group may be cut: its numbers past the end are none that anyone asks for.
    let count = min(groups * width, end - position)
    repeated = nil
    packedStart = position
    packedRead = 0
    position += count
    rest = width == 0 ? groups * 8 : min(groups * 8, count * 8 / width)
    guard rest > 0 else { throw ParquetDamage.broken("a run is empty") }
  }

  private mutating func beginRepeated(count: Int, _ bytes: UnsafeRawBufferPointer) throws {
    let size = (width + 7) / 8
    guard size <= end - position, count > 0 else {
      throw ParquetDamage.broken(count > 0 ? "a page ends before its numbers" : "a run is empty")
    }
    repeated = (0..<size).reduce(0) { $0 | UInt32(bytes[position + $1]) << UInt32(8 * $1) }
    position += size
    rest = count
  }

  /// A number and its neighbours come out of one word of 64 bits, which the page's slack allows.
  private mutating func unpack(
    _ count: Int,
    from bytes: UnsafeRawBufferPointer,
    into numbers: inout [UInt32]
  ) {
    let mask = width == 32 ? UInt64(UInt32.max) : (1 << UInt64(width)) - 1
    var bit = packedRead * width
    for _ in 0..<count {
      let word = bytes.loadUnaligned(fromByteOffset: packedStart + bit / 8, as: UInt64.self)
      numbers.append(UInt32(truncatingIfNeeded: word.littleEndian >> UInt64(bit % 8) & mask))
      bit += width
    }
    packedRead += count
  }
}
