import CBrotli
import CLZ4
import CSnappy
import CZlib
import CZstd

/// How a piece of bytes is packed that unpacks to a known count, as the pages of Parquet do.
package enum BlockCompression: Sendable, Hashable, CaseIterable {
  case none
  case snappy
  /// One or several members.
  case gzip
  case brotli
  case zstd
  /// A block without a frame.
  case lz4
  /// Blocks behind two counts of four bytes, as Hadoop frames them; or one without, which some writers
  /// give the same name.
  case lz4Hadoop

  /// Unpacks a whole piece into memory of just its size.
  ///
  /// - Parameters:
  ///   - bytes: All of the piece.
  ///   - out: As long as the piece is unpacked.
  /// - Returns: False where the piece is damaged or unpacks to another count of bytes.
  package func unpack(
    _ bytes: UnsafeRawBufferPointer,
    into out: UnsafeMutableRawBufferPointer
  ) -> Bool {
    guard bytes.count <= Int(Int32.max), out.count <= Int(Int32.max) else { return false }
    switch self {
    case .none:
      guard bytes.count == out.count else { return false }
      out.copyMemory(from: bytes)
      return true
    case .snappy:
      return Self.unsnapped(bytes, into: out)
    case .gzip:
      return Self.inflated(bytes, into: out)
    case .brotli:
      return Self.unbrotlied(bytes, into: out)
    case .zstd:
      let count = ZSTD_decompress(out.baseAddress, out.count, bytes.baseAddress, bytes.count)
      return ZSTD_isError(count) == 0 && count == out.count
    case .lz4:
      return Self.block(bytes, into: out) == out.count
    case .lz4Hadoop:
      return Self.framedBlocks(bytes, into: out) || Self.block(bytes, into: out) == out.count
    }
  }

  private static func unsnapped(
    _ bytes: UnsafeRawBufferPointer,
    into out: UnsafeMutableRawBufferPointer
  ) -> Bool {
    let source = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
    var count = 0
    // Snappy writes as much as the piece says, whatever the room.
    guard snappy_uncompressed_length(source, bytes.count, &count) == SNAPPY_OK, count == out.count
    else { return false }
    let target = out.baseAddress?.assumingMemoryBound(to: CChar.self)
    return snappy_uncompress(source, bytes.count, target, &count) == SNAPPY_OK
  }

  private static func inflated(
    _ bytes: UnsafeRawBufferPointer,
    into out: UnsafeMutableRawBufferPointer
  ) -> Bool {
    var stream = z_stream()
    // 15 + 32: the largest window, and a header of gzip or zlib, as it comes.
    let size = CInt(MemoryLayout<z_stream>.size)
    guard inflateInit2_(&stream, 47, ZLIB_VERSION, size) == Z_OK else { return false }
    defer { inflateEnd(&stream) }
    stream.next_in = UnsafeMutablePointer(
      mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    )
    stream.avail_in = UInt32(bytes.count)
    stream.next_out = out.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.avail_out = UInt32(out.count)
    while inflate(&stream, Z_FINISH) == Z_STREAM_END {
      if stream.avail_in == 0 { return stream.avail_out == 0 }
      inflateReset(&stream)
    }
    return false
  }

  private static func unbrotlied(
    _ bytes: UnsafeRawBufferPointer,
    into out: UnsafeMutableRawBufferPointer
  ) -> Bool {
    var count = out.count
    let result = BrotliDecoderDecompress(
      bytes.count,
      bytes.baseAddress?.assumingMemoryBound(to: UInt8.self),
      &count,
      out.baseAddress?.assumingMemoryBound(to: UInt8.self)
    )
    return result == BROTLI_DECODER_RESULT_SUCCESS && count == out.count
  }

  /// How many bytes a block came to, below zero for a damaged one.
  private static func block(
    _ bytes: UnsafeRawBufferPointer,
    into out: UnsafeMutableRawBufferPointer
  ) -> Int {
    Int(
      LZ4_decompress_safe(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
        out.baseAddress?.assumingMemoryBound(to: CChar.self),
        CInt(bytes.count),
        CInt(out.count)
      )
    )
  }

  private static func framedBlocks(
    _ bytes: UnsafeRawBufferPointer,
    into out: UnsafeMutableRawBufferPointer
  ) -> Bool {
    var read = 0
    var written = 0
    while read < bytes.count {
      guard bytes.count - read > 8 else { return false }
      let size = bytes.loadUnaligned(fromByteOffset: read, as: UInt32.self).bigEndian
      let packed = bytes.loadUnaligned(fromByteOffset: read + 4, as: UInt32.self).bigEndian
      read += 8
      guard Int(packed) <= bytes.count - read, Int(size) <= out.count - written else {
        return false
      }
      let count = block(
        UnsafeRawBufferPointer(rebasing: bytes[read..<(read + Int(packed))]),
        into: UnsafeMutableRawBufferPointer(rebasing: out[written..<(written + Int(size))])
      )
      guard count == Int(size) else { return false }
      read += Int(packed)
      written += count
    }
    return written == out.count
  }
}
