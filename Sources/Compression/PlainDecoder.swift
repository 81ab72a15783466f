import Diagnostics

/// Passes bytes on as they are.
final class PlainDecoder: ByteDecoder {
  func read(
    into destination: UnsafeMutableRawBufferPointer,
    from input: RawInput
  ) throws(Diagnostic) -> Int {
    try input.read(into: destination)
  }
}
