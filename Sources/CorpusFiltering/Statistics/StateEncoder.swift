/// Writes the small binary formats of a run: variable-length integers, doubles and strings.
package struct StateEncoder {
  /// Starts with no bytes.
  package init() {}

  package private(set) var bytes: [UInt8] = []

  /// Seven bits a byte, lowest first; negative numbers are written as zero.
  mutating func integer(_ value: Int) {
    var rest = UInt64(max(0, value))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Eight bytes, lowest first.
  mutating func bits(_ value: Double) {
    let pattern = value.bitPattern
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: pattern >> shift))
    }
  }

  /// Exact for every value; NaN is one byte, small whole numbers are one or two.
  package mutating func value(_ value: Double) {
    if value.isNaN {
      integer(0)
    } else if value >= 0, value < 1e15, value.sign == .plus, value.rounded(.down) == value {
      integer(Int(value) + 2)
    } else {
      integer(1)
      bits(value)
    }
  }

  mutating func string(_ text: String) {
    integer(text.utf8.count)
    bytes += text.utf8
  }

  package mutating func raw(_ data: some Sequence<UInt8>) { bytes += data }

  /// Four bytes, lowest first.
  package mutating func word(_ value: UInt32) {
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// An array that is mostly zeros: its length, then the gaps and values of the others.
  mutating func sparse(_ values: [Int]) {
    integer(values.count)
    integer(values.lazy.filter { $0 != 0 }.count)
    var last = 0
    for (index, value) in values.enumerated() where value != 0 {
      integer(index - last)
      integer(value)
      last = index
    }
  }
}
