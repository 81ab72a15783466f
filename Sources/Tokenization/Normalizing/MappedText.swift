/// UTF-8 text on its way through normalizers, and the original bytes behind each of its bytes.
struct MappedText {
  private(set) var bytes: [UInt8] = []
  private(set) var starts: [Int32] = []
  private(set) var ends: [Int32] = []

  var count: Int { bytes.count }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// Appends valid UTF-8 as it is; a byte's place is that of its whole scalar.
  mutating func append(original text: UnsafeRawBufferPointer, at base: Int) {
    bytes.append(contentsOf: text)
    starts.reserveCapacity(bytes.count)
    ends.reserveCapacity(bytes.count)
    var position = 0
    while position < text.count {
      let length = Self.length(text[position])
      for _ in 0..<min(length, text.count - position) {
        starts.append(Int32(truncatingIfNeeded: base + position))
        ends.append(Int32(truncatingIfNeeded: base + position + length))
      }
      position += length
    }
  }

  /// Bytes of the scalar that a byte leads, in valid UTF-8.
  @inline(__always)
  static func length(_ lead: UInt8) -> Int {
    lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
  }

  /// Appends a scalar that stands for some original bytes.
  mutating func append(_ scalar: UInt32, _ start: Int32, _ end: Int32) {
    guard let scalar = Unicode.Scalar(scalar) else { return }
    UTF8Repair.append(scalar, to: &bytes)
    pad(start, end)
  }

  /// Appends bytes that all stand for the same original ones.
  mutating func append(_ text: some Collection<UInt8>, _ start: Int32, _ end: Int32) {
    bytes.append(contentsOf: text)
    pad(start, end)
  }

  private mutating func pad(_ start: Int32, _ end: Int32) {
    while starts.count < bytes.count {
      starts.append(start)
      ends.append(end)
    }
  }

  /// Appends a range of another text.
  mutating func append(_ other: MappedText, _ range: Range<Int>) {
    guard range.count > 16 else {
      // A slice costs more than a few bytes do.
      for index in range {
        bytes.append(other.bytes[index])
        starts.append(other.starts[index])
        ends.append(other.ends[index])
      }
      return
    }
    bytes.append(contentsOf: other.bytes[range])
    starts.append(contentsOf: other.starts[range])
    ends.append(contentsOf: other.ends[range])
  }

  /// The original range of a range.
  func place(_ range: Range<Int>) -> (Int32, Int32) {
    guard let last = range.last else {
      let at = range.lowerBound < count ? starts[range.lowerBound] : ends.last ?? 0
      return (at, at)
    }
    return (starts[range.lowerBound], ends[last])
  }

  /// Calls `body` with each scalar of a range and where it lies.
  @inline(__always)
  func forEachScalar(
    in range: Range<Int>? = nil,
    _ body: (_ scalar: UInt32, _ range: Range<Int>) -> Void
  ) {
    let range = range ?? 0..<count
    var position = range.lowerBound
    while position < range.upperBound {
      let (scalar, length) = scalar(at: position)
      body(scalar, position..<position + length)
      position += length
    }
  }

  /// The scalar at a position and its length.
  @inline(__always)
  func scalar(at position: Int) -> (UInt32, Int) {
    bytes.withUnsafeBytes { text in
      let (scalar, length) = UTF8Repair.decode(text, position)
      return (scalar ?? 0xFFFD, length)
    }
  }

  /// The scalar that ends before a position, nil at the beginning.
  func scalar(before position: Int) -> UInt32? {
    guard position > 0 else { return nil }
    var start = position - 1
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return scalar(at: start).0
  }

  /// Puts something in front, which as in HF tokenizers stands for the first character too.
  mutating func prepend(_ text: [UInt8]) {
    let (start, end) = (starts.first ?? 0, ends.first ?? 0)
    bytes.insert(contentsOf: text, at: 0)
    starts.insert(contentsOf: repeatElement(start, count: text.count), at: 0)
    ends.insert(contentsOf: repeatElement(end, count: text.count), at: 0)
  }

  /// Leaves a range alone.
  mutating func keep(_ range: Range<Int>) {
    bytes.removeSubrange(range.upperBound...)
    starts.removeSubrange(range.upperBound...)
    ends.removeSubrange(range.upperBound...)
    bytes.removeSubrange(..<range.lowerBound)
    starts.removeSubrange(..<range.lowerBound)
    ends.removeSubrange(..<range.lowerBound)
  }
}
