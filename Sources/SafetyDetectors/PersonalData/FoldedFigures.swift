/// A text with its `PlainFigure`s in ASCII, and the way back to its bytes.
struct FoldedFigures {
  private(set) var bytes: [UInt8] = []
  /// From these offsets on, so many bytes of the text are gone.
  private var offsets: [Int] = []
  private var shifts: [Int] = []

  /// Nil where there is nothing to fold, which is most often so.
  ///
  /// - Parameter text: UTF-8; bytes that are none stay as they are.
  /// - Complexity: Linear in the text.
  init?(_ text: ScannedBytes) {
    var copied = 0
    var shift = 0
    PlainFigure.leads.withUnsafeBufferPointer { table in
      guard let leads = table.baseAddress else { return }
      var index = text.nextAnchor(from: 0, in: leads)
      while index < text.count {
        let (scalar, length) = Self.decode(text, at: index)
        if let plain = PlainFigure.plain(scalar) {
          bytes.append(contentsOf: text.slice(copied..<index))
          bytes.append(plain)
          copied = index + length
          shift += length - 1
          offsets.append(bytes.count)
          shifts.append(shift)
        }
        index = text.nextAnchor(from: index + length, in: leads)
      }
    }
    guard !offsets.isEmpty else { return nil }
    bytes.append(contentsOf: text.slice(copied..<text.count))
  }

  /// Where a range of the folded text stands in the text.
  func source(of range: Range<Int>) -> Range<Int> {
    source(of: range.lowerBound)..<source(of: range.upperBound)
  }

  private func source(of offset: Int) -> Int {
    var (low, high) = (0, offsets.count)
    while low < high {
      let middle = (low + high) / 2
      if offsets[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? offset : offset + shifts[low - 1]
  }

  /// A scalar of two bytes and more, or zero and one byte where there is none.
  private static func decode(_ text: ScannedBytes, at index: Int) -> (scalar: UInt32, length: Int) {
    let lead = UInt32(text.at(index))
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    var scalar = lead & (0x7F >> UInt32(length))
    for step in 1..<length {
      let next = text.at(index + step)
      guard next & 0xC0 == 0x80 else { return (0, 1) }
      scalar = scalar << 6 | UInt32(next & 0x3F)
    }
    return (scalar, length)
  }
}
