import Glibc

/// How evenly the bytes of a string are spread, by which random strings are told from words.
enum Entropy {
  /// Shannon's entropy in bits a byte, from 0 for one repeated byte to 8.
  static func bitsPerByte(of text: ScannedBytes, in range: Range<Int>) -> Double {
    guard !range.isEmpty else { return 0 }
    var counts = [Int](repeating: 0, count: 256)
    for index in range { counts[Int(text.base[index])] += 1 }
    let total = Double(range.count)
    return counts.reduce(0) { bits, count in
      guard count > 0 else { return bits }
      let share = Double(count) / total
      return bits - share * log2(share)
    }
  }
}
