import Diagnostics

/// A file's decompressed bytes as a stream, in bounded memory.
package final class ByteSource {
  private let input: RawInput
  private let decoder: any ByteDecoder
  /// What the first bytes say.
  package let compression: InputCompression
  /// Decompressed bytes handed out or skipped.
  package private(set) var byteOffset = 0

  /// Bytes of the file as it lies on disk that were read so far.
  package var fileBytesRead: Int { input.bytesRead }

  /// Opens a file, `-` for standard input, and looks at its first bytes.
  ///
  /// - Throws: `input/unreadable` or `input/read-failed`.
  package init(path: String) throws(Diagnostic) {
    input = try RawInput(path: path)
    try input.buffer(atLeast: 4)
    compression = InputCompression(magic: input.buffered)
    switch compression {
    case .none: decoder = PlainDecoder()
    case .gzip: decoder = try GzipDecoder()
    case .zstd: decoder = try ZstdDecoder()
    }
  }

  /// Fills at most the destination and returns how many bytes, 0 at the end.
  ///
  /// - Throws: `input/truncated-gzip` and its like, after all bytes before the damage were read.
  package func read(into destination: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    let count = try decoder.read(into: destination, from: input)
    byteOffset += count
    return count
  }

  /// Moves on to a place of the decompressed stream that is not behind the present one.
  package func skip(to offset: Int) throws(Diagnostic) {
    guard offset > byteOffset else { return }
    if compression == .none, input.seek(to: offset) {
      byteOffset = offset
      return
    }
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 64)
    defer { scratch.deallocate() }
    while byteOffset < offset {
      let count = min(scratch.count, offset - byteOffset)
      guard try read(into: UnsafeMutableRawBufferPointer(rebasing: scratch[..<count])) > 0 else {
        return
      }
    }
  }
}
