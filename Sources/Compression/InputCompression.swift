/// How a file's bytes are packed, known by the first of them and not by its name.
package enum InputCompression: String, Sendable, Hashable {
  case none
  case gzip
  case zstd

  /// Looks at the first four bytes, or at fewer where a file has fewer.
  init(magic bytes: UnsafeRawBufferPointer) {
    if bytes.count >= 2, bytes[0] == 0x1F, bytes[1] == 0x8B {
      self = .gzip
    } else if bytes.count >= 4, bytes[1] == 0xB5, bytes[2] == 0x2F, bytes[3] == 0xFD,
      bytes[0] == 0x28
    {
      self = .zstd
    } else if bytes.count >= 4, bytes[0] & 0xF0 == 0x50, bytes[1] == 0x2A, bytes[2] == 0x4D,
      bytes[3] == 0x18
    {
      // A skippable frame may stand before the first real one (RFC 8878 § 3.1.2).
      self = .zstd
    } else {
      self = .none
    }
  }

  /// A file's name without the extension of a compression.
  package static func strippedName(_ name: String) -> String {
    let lower = name.lowercased()
    for suffix in [".gz", ".zst", ".zstd"] where lower.hasSuffix(suffix) {
      return String(name.dropLast(suffix.count))
    }
    return name
  }
}
