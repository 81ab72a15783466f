import CTextKernels

/// The form of a text in which case and white space make no difference.
package enum SpaceFolding {
  /// Appends a text in lower-case ASCII, each run of white space as one space.
  ///
  /// - Parameters:
  ///   - text: Any bytes.
  ///   - folded: Has room for as many bytes after `count`.
  ///   - count: How much of `folded` is written; no space is written first or after another.
  /// - Returns: How much of `folded` is written now.
  package static func append(
    _ text: UnsafeRawBufferPointer,
    to folded: UnsafeMutableRawBufferPointer,
    count: Int
  ) -> Int {
    guard let source = text.baseAddress, let target = folded.baseAddress else { return count }
    return gst_fold_spaces(
      source.assumingMemoryBound(to: UInt8.self),
      text.count,
      target.assumingMemoryBound(to: UInt8.self),
      count
    )
  }

  /// The same, byte by byte, for tests.
  package static func reference(_ text: some Sequence<UInt8>) -> [UInt8] {
    text.reduce(into: []) { folded, byte in
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        if let last = folded.last, last != 0x20 { folded.append(0x20) }
      } else {
        folded.append((0x41...0x5A).contains(byte) ? byte + 32 : byte)
      }
    }
  }
}
