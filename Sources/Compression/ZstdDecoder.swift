import CZstd
import Diagnostics

/// Decodes zstd with any number of frames, skippable ones included.
final class ZstdDecoder: ByteDecoder {
  private let stream: OpaquePointer
  private var isInFrame = false
  private var failure: Diagnostic?

  init() throws(Diagnostic) {
    guard let stream = ZSTD_createDCtx() else {
      throw Diagnostic("input/no-memory", "cannot start a zstd decoder")
    }
    self.stream = stream
  }

  deinit { ZSTD_freeDCtx(stream) }

  func read(
    into destination: UnsafeMutableRawBufferPointer,
    from input: RawInput
  ) throws(Diagnostic) -> Int {
    var produced = 0
    while produced < destination.count, failure == nil {
      do throws(Diagnostic) {
        try input.buffer(atLeast: 1)
      } catch {
        failure = error
        break
      }
      if input.buffered.isEmpty, !isInFrame { break }
      produced += decodeSome(
        UnsafeMutableRawBufferPointer(rebasing: destination[produced...]),
        from: input
      )
    }
    if produced == 0, let failure { throw failure }
    return produced
  }

  private func decodeSome(_ out: UnsafeMutableRawBufferPointer, from input: RawInput) -> Int {
    let source = input.buffered
    var inBuffer = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
    var outBuffer = ZSTD_outBuffer(dst: out.baseAddress, size: out.count, pos: 0)
    let status = ZSTD_decompressStream(stream, &outBuffer, &inBuffer)
    input.consume(inBuffer.pos)
    if ZSTD_isError(status) != 0 {
      failure = Self.failure(status, betweenFrames: !isInFrame, path: input.path)
    } else if status == 0 {
      isInFrame = false
    } else {
      isInFrame = true
      if source.isEmpty, outBuffer.pos == 0 {
        failure = Diagnostic(
          "input/truncated-zstd",
          "the zstd stream ends inside a frame",
          at: .init(file: input.path)
        )
      }
    }
    return outBuffer.pos
  }

  private static func failure(_ status: Int, betweenFrames: Bool, path: String) -> Diagnostic {
    let code = ZSTD_getErrorCode(status)
    if code == ZSTD_error_prefix_unknown, betweenFrames {
      return Diagnostic(
        "input/trailing-garbage",
        "bytes after the last zstd frame are not zstd",
        at: .init(file: path)
      )
    }
    if code == ZSTD_error_frameParameter_windowTooLarge {
      return Diagnostic(
        "input/zstd-window",
        "the zstd frame needs a window over 128 MiB",
        at: .init(file: path),
        hint: "compress it again without `--long`"
      )
    }
    return Diagnostic(
      "input/broken-zstd",
      "the zstd stream is damaged",
      at: .init(file: path)
    )
  }
}
