import CZlib
import CZstd

/// How one piece of bytes is packed that itself says neither how nor how long, as in a zip archive.
package enum PackedBytes: Sendable, Hashable {
  case stored
  /// Without a frame around it.
  case deflate
  case zstd

  /// Unpacks a whole piece.
  ///
  /// - Parameters:
  ///   - bytes: All of the piece.
  ///   - size: How many bytes it unpacks to.
  ///   - checksum: Of those, by CRC-32.
  /// - Returns: Nil where the piece is damaged, or of another size or checksum.
  package func unpacked(_ bytes: ArraySlice<UInt8>, size: Int, checksum: UInt32) -> [UInt8]? {
    guard 0...Int(Int32.max) ~= size, bytes.count <= Int(Int32.max) else { return nil }
    var count: Int?
    let found = [UInt8](unsafeUninitializedCapacity: size) { out, filled in
      count = bytes.withUnsafeBytes { unpack($0, into: UnsafeMutableRawBufferPointer(out)) }
      filled = count ?? 0
    }
    guard count == size else { return nil }
    return CRC32.checksum(found[...]) == checksum ? found : nil
  }

  /// How many bytes came out; nil where the piece is damaged or has more of them.
  private func unpack(
    _ bytes: UnsafeRawBufferPointer,
    into out: UnsafeMutableRawBufferPointer
  ) -> Int? {
    switch self {
    case .stored:
      guard bytes.count == out.count else { return nil }
      out.copyMemory(from: bytes)
      return out.count
    case .deflate: return Self.inflated(bytes, into: out)
    case .zstd:
      let count = ZSTD_decompress(out.baseAddress, out.count, bytes.baseAddress, bytes.count)
      return ZSTD_isError(count) == 0 ? count : nil
    }
  }

  private static func inflated(
    _ bytes: UnsafeRawBufferPointer,
    into out: UnsafeMutableRawBufferPointer
  ) -> Int? {
    var stream = z_stream()
    // Below zero: the largest window, and no frame.
    let size = CInt(MemoryLayout<z_stream>.size)
    guard inflateInit2_(&stream, -15, ZLIB_VERSION, size) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    stream.next_in = UnsafeMutablePointer(
      mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    )
    stream.avail_in = UInt32(bytes.count)
    stream.next_out = out.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.avail_out = UInt32(out.count)
    guard inflate(&stream, Z_FINISH) == Z_STREAM_END else { return nil }
    return out.count - Int(stream.avail_out)
  }
}
