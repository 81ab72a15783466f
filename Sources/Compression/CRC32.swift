import CZlib

/// The checksum of gzip, of zip archives and of Parquet's pages, by the polynomial of ISO 3309.
package enum CRC32 {
  package static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    return UInt32(truncatingIfNeeded: crc32_z(0, start, bytes.count))
  }

  package static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.withUnsafeBytes { checksum($0) }
  }
}
