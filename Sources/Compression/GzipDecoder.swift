import CZlib
import Diagnostics

/// Decodes gzip with any number of members, and tells damage and garbage apart.
final class GzipDecoder: ByteDecoder {
  private let stream: UnsafeMutablePointer<z_stream>
  private var isInMember = true
  private var failure: Diagnostic?

  init() throws(Diagnostic) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 + 16: the largest window, and gzip framing alone.
    let status = inflateInit2_(stream, 31, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      throw Diagnostic("input/no-memory", "cannot start a gzip decoder")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  func read(
    into destination: UnsafeMutableRawBufferPointer,
    from input: RawInput
  ) throws(Diagnostic) -> Int {
    var produced = 0
    while produced < destination.count, failure == nil {
      do throws(Diagnostic) {
        guard try prepare(input) else { break }
        produced += inflateSome(
          UnsafeMutableRawBufferPointer(rebasing: destination[produced...]),
          from: input
        )
      } catch {
        failure = error
      }
    }
    if produced == 0, let failure { throw failure }
    return produced
  }

  /// Makes sure that there is input inside a member; false at the end of the stream.
  private func prepare(_ input: RawInput) throws(Diagnostic) -> Bool {
    guard !isInMember else {
      try input.buffer(atLeast: 1)
      return true
    }
    try input.buffer(atLeast: 2)
    // Tape and block tools pad with zeros, which gzip ignores too.
    while let first = input.buffered.first, first == 0 {
      input.consume(1)
      try input.buffer(atLeast: 2)
    }
    let rest = input.buffered
    guard !rest.isEmpty else { return false }
    guard InputCompression(magic: rest) == .gzip else {
      throw Diagnostic(
        "input/trailing-garbage",
        "bytes after the last gzip member are not gzip",
        at: .init(file: input.path)
      )
    }
    inflateReset(stream)
    isInMember = true
    return true
  }

  private func inflateSome(_ out: UnsafeMutableRawBufferPointer, from input: RawInput) -> Int {
    let source = input.buffered
    let size = min(out.count, Int(UInt32.max))
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self)
    )
    stream.pointee.avail_in = UInt32(source.count)
    stream.pointee.next_out = out.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(size)
    let status = inflate(stream, Z_NO_FLUSH)
    input.consume(source.count - Int(stream.pointee.avail_in))
    let produced = size - Int(stream.pointee.avail_out)
    switch status {
    case Z_STREAM_END:
      isInMember = false
    case Z_OK:
      break
    case Z_BUF_ERROR where source.isEmpty:
      failure = Diagnostic(
        "input/truncated-gzip",
        "the gzip stream ends inside a member",
        at: .init(file: input.path)
      )
    case Z_BUF_ERROR:
      break
    default:
      failure = Diagnostic(
        "input/broken-gzip",
        "the gzip stream is damaged",
        at: .init(file: input.path)
      )
    }
    return produced
  }
}
