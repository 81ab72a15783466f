/// Turns byte offsets of a text into the counts of Unicode scalars that Python and Dolma use.
package struct ScalarOffsets {
  private var scalarByByte: [Int: Int] = [:]

  /// Looks at the text once for all offsets; O(bytes + offsets log offsets).
  package init(of byteOffsets: some Sequence<Int>, in text: UnsafeRawBufferPointer) {
    var index = 0
    var scalars = 0
    for offset in Set(byteOffsets).sorted() {
      while index < min(offset, text.count) {
        // A byte of the form 10xxxxxx goes on with a scalar, any other starts one.
        if text[index] & 0xC0 != 0x80 { scalars += 1 }
        index += 1
      }
      scalarByByte[offset] = scalars
    }
  }

  /// An offset that was not handed in counts as itself.
  package subscript(byteOffset: Int) -> Int { scalarByByte[byteOffset] ?? byteOffset }
}
