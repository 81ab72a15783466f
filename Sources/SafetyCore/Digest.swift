import Crypto

/// A SHA-256 digest; the only importer of the cryptography library is this module.
package struct Digest: Sendable, Hashable {
  /// 32 bytes.
  package let bytes: [UInt8]

  /// Wraps 32 bytes computed elsewhere, or returns nil for any other count.
  package init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  /// Reads 64 hexadecimal digits, with or without the prefix `sha256:`.
  package init?(hex: some StringProtocol) {
    let digits = hex.hasPrefix("sha256:") ? hex.dropFirst(7)[...] : hex[...]
    guard digits.utf8.count == 64 else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for byte in digits.utf8 {
      guard let value = Self.nibble(byte) else { return nil }
      if let upper = high {
        bytes.append(upper << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    self.bytes = bytes
  }

  /// Hashes bytes in one piece.
  package static func sha256(_ data: some Sequence<UInt8>) -> Digest {
    var hasher = Hasher256()
    hasher.update(Array(data))
    return hasher.finalize()
  }

  /// Hashes a buffer in one piece without copying it.
  package static func sha256(_ buffer: UnsafeRawBufferPointer) -> Digest {
    var hasher = Hasher256()
    hasher.update(buffer)
    return hasher.finalize()
  }

  init(_ digest: SHA256.Digest) { bytes = Array(digest) }
  init(_ code: HMAC<SHA256>.MAC) { bytes = Array(code) }

  package var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func nibble(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
