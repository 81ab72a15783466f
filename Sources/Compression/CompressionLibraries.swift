import CBrotli
import CLZ4
import CZlib
import CZstd

/// The system libraries that unpack bytes, as they are linked.
package enum CompressionLibraries {
  /// Names and versions; Snappy's library does not tell its own.
  package static var versions: [(name: String, version: String)] {
    let brotli = BrotliDecoderVersion()
    return [
      ("zlib", String(cString: CZlib.zlibVersion())),
      ("zstd", String(cString: ZSTD_versionString())),
      ("lz4", String(cString: LZ4_versionString())),
      ("brotli", "\(brotli >> 24).\(brotli >> 12 & 0xFFF).\(brotli & 0xFFF)"),
    ]
  }
}
