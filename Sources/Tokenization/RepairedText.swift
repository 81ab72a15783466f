/// A text with U+FFFD in the place of what is not UTF-8, and the way back to its own ranges.
struct RepairedText {
  private(set) var bytes: [UInt8] = []
  /// For each repaired part: where it lies in `bytes`, and where it lay, ascending.
  private var repairs: [(at: Int, original: Int, length: Int)] = []

  init(_ text: UnsafeRawBufferPointer) {
    bytes.reserveCapacity(text.count + 64)
    var position = 0
    while position < text.count {
      let (scalar, length) = UTF8Repair.decode(text, position)
      if scalar == nil {
        repairs.append((bytes.count, position, length))
        bytes += [0xEF, 0xBF, 0xBD]
      } else {
        bytes.append(contentsOf: text[position..<position + length])
      }
      position += length
    }
  }

  /// Turns ranges of `bytes`, of which the starts ascend, into ranges of the original text.
  func restore(
    _ starts: UnsafeMutablePointer<Int32>,
    _ ends: UnsafeMutablePointer<Int32>,
    count: Int
  ) {
    for index in 0..<count {
      starts[index] = restored(starts[index], isEnd: false)
      ends[index] = restored(ends[index], isEnd: true)
    }
  }

  private func restored(_ place: Int32, isEnd: Bool) -> Int32 {
    let place = Int(place)
    var (low, high) = (0, repairs.count)
    while low < high {
      let middle = (low + high) / 2
      if repairs[middle].at < place { low = middle + 1 } else { high = middle }
    }
    // The last part that begins before the place; one that begins at it does not move it.
    guard low > 0 else { return Int32(truncatingIfNeeded: place) }
    let repair = repairs[low - 1]
    let past = place - repair.at
    let original =
      past >= 3
      ? repair.original + repair.length + past - 3 : repair.original + (isEnd ? repair.length : 0)
    return Int32(truncatingIfNeeded: original)
  }
}
