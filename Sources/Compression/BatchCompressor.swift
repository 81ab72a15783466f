import CZlib
import CZstd
import Diagnostics

/// Packs batches on their own, so that workers compress in parallel; each worker has its own.
///
/// Each batch becomes a gzip member or a zstd frame; put together in order they are one file.
package final class BatchCompressor {
  package let compression: OutputCompression
  private var deflater: UnsafeMutablePointer<z_stream>?
  private var zstd: OpaquePointer?

  /// - Throws: `output/no-memory`.
  package init(_ compression: OutputCompression, level: Int? = nil) throws(Diagnostic) {
    self.compression = compression
    switch compression {
    case .none:
      break
    case .gzip:
      let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
      stream.initialize(to: z_stream())
      deflater = stream
      // 15 + 16: the largest window, and a gzip header without a name or a time.
      let status = deflateInit2_(
        stream,
        CInt(level ?? 6),
        Z_DEFLATED,
        31,
        8,
        Z_DEFAULT_STRATEGY,
        ZLIB_VERSION,
        CInt(MemoryLayout<z_stream>.size)
      )
      guard status == Z_OK else { throw Self.noMemory }
    case .zstd:
      guard let context = ZSTD_createCCtx() else { throw Self.noMemory }
      zstd = context
      ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, CInt(level ?? 3))
      ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    }
  }

  deinit {
    if let deflater {
      deflateEnd(deflater)
      deflater.deallocate()
    }
    ZSTD_freeCCtx(zstd)
  }

  /// Packs a batch; no bytes give no bytes, and the same bytes always give the same.
  ///
  /// - Throws: `output/compression-failed`, which no input causes.
  package func compress(_ bytes: [UInt8]) throws(Diagnostic) -> [UInt8] {
    bytes.isEmpty ? bytes : try packed(bytes)
  }

  /// What stands in a file of which nothing is left, since no bytes are no valid gzip or zstd file.
  ///
  /// - Throws: `output/compression-failed`, which no input causes.
  package func emptyFile() throws(Diagnostic) -> [UInt8] { try packed([]) }

  private func packed(_ bytes: [UInt8]) throws(Diagnostic) -> [UInt8] {
    guard compression != .none else { return bytes }
    // The bound of a stream that has just ended leaves out what a gzip header takes.
    if let deflater { deflateReset(deflater) }
    let bound = bound(of: bytes.count)
    var count: Int?
    let packed = [UInt8](unsafeUninitializedCapacity: bound) { out, used in
      count = bytes.withUnsafeBytes { pack($0, into: UnsafeMutableRawBufferPointer(out)) }
      used = count ?? 0
    }
    guard count != nil else {
      throw Diagnostic("output/compression-failed", "the compressor refuses a batch")
    }
    return packed
  }

  private static var noMemory: Diagnostic {
    Diagnostic("output/no-memory", "cannot start a compressor")
  }

  private func bound(of count: Int) -> Int {
    if let deflater { return Int(deflateBound(deflater, UInt(count))) }
    return ZSTD_compressBound(count)
  }

  private func pack(
    _ bytes: UnsafeRawBufferPointer,
    into out: UnsafeMutableRawBufferPointer
  ) -> Int? {
    if let deflater { return Self.deflateAll(deflater, bytes, into: out) }
    let size = ZSTD_compress2(zstd, out.baseAddress, out.count, bytes.baseAddress, bytes.count)
    return ZSTD_isError(size) == 0 ? size : nil
  }

  private static func deflateAll(
    _ stream: UnsafeMutablePointer<z_stream>,
    _ bytes: UnsafeRawBufferPointer,
    into out: UnsafeMutableRawBufferPointer
  ) -> Int? {
    var read = 0
    var written = 0
    while true {
      // The stream counts in 32 bits; a batch of more than 4 GB takes several rounds.
      let inSize = min(bytes.count - read, 1 << 30)
      let outSize = min(out.count - written, 1 << 30)
      stream.pointee.next_in = UnsafeMutablePointer(
        mutating: bytes.baseAddress?.advanced(by: read).assumingMemoryBound(to: UInt8.self)
      )
      stream.pointee.avail_in = UInt32(inSize)
      stream.pointee.next_out = out.baseAddress?.advanced(by: written)
        .assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = UInt32(outSize)
      let isLast = read + inSize == bytes.count
      let status = deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
      read += inSize - Int(stream.pointee.avail_in)
      written += outSize - Int(stream.pointee.avail_out)
      if status == Z_STREAM_END { return written }
      guard status == Z_OK, written < out.count else { return nil }
    }
  }
}
