/// Leaves the spaces at either end out of the ranges of byte-level tokens.
enum RangeTrimming {
  static func trim(_ output: inout TokenBuffer, from first: Int, in text: UnsafeRawBufferPointer) {
    for index in first..<output.count {
      var (start, end) = (Int(output.starts[index]), Int(output.ends[index]))
      while start < end, text[start] == 0x20 { start += 1 }
      while start < end, text[end - 1] == 0x20 { end -= 1 }
      output.starts[index] = Int32(truncatingIfNeeded: start)
      output.ends[index] = Int32(truncatingIfNeeded: end)
    }
  }
}
