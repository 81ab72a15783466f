import Diagnostics

/// Turns a file's bytes into the stream that records are cut from.
protocol ByteDecoder: AnyObject {
  /// Fills at most the destination and returns how many bytes, 0 at the end of the stream.
  ///
  /// What was decoded before damage is returned first; the damage is thrown by the next call.
  func read(
    into destination: UnsafeMutableRawBufferPointer,
    from input: RawInput
  ) throws(Diagnostic) -> Int
}
