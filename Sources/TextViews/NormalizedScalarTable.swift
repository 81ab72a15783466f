/// A map from every Unicode scalar to 32 bits that stores blocks of 64 equal entries once.
struct NormalizedScalarTable: Sendable {
  /// Blocks 0 and 1 are shared: all clear, and all equal to the filling bit.
  private var index = [UInt16](repeating: 0, count: 0x110000 >> 6)
  private var entries: [UInt32]
  private let filling: UInt32

  /// - Parameter filling: The bits that whole blocks are expected to be filled with.
  init(filling: UInt32) {
    self.filling = filling
    entries = [UInt32](repeating: 0, count: 64) + [UInt32](repeating: filling, count: 64)
  }

  @inline(__always)
  subscript(scalar: UInt32) -> UInt32 {
    entries[Int(index[Int(scalar >> 6)]) << 6 | Int(scalar & 63)]
  }

  /// Sets bits of every scalar in a range.
  mutating func insert(_ bits: UInt32, in range: ClosedRange<UInt32>) {
    var scalar = range.lowerBound
    while scalar <= range.upperBound {
      let block = Int(scalar >> 6)
      if bits == filling, scalar & 63 == 0, range.upperBound - scalar >= 63, index[block] == 0 {
        index[block] = 1
        scalar += 64
        continue
      }
      insert(bits, at: scalar)
      scalar += 1
    }
  }

  /// Sets bits of one scalar.
  mutating func insert(_ bits: UInt32, at scalar: UInt32) {
    let block = Int(scalar >> 6)
    if index[block] < 2 {
      let copied = index[block] == 0 ? 0 : filling
      index[block] = UInt16(entries.count >> 6)
      entries += [UInt32](repeating: copied, count: 64)
    }
    entries[Int(index[block]) << 6 | Int(scalar & 63)] |= bits
  }
}
