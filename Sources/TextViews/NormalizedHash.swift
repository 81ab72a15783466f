/// The hash of words that the normalised view, lexicons and identity terms have in common.
package enum NormalizedHash {
  private static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0xD6E8_FEB8_6659_FD93).multipliedFullWidth(by: multiplier)
    return product.high ^ product.low
  }

  /// Hashes a word of which eight more bytes can be read.
  @inline(__always)
  package static func word(_ bytes: UnsafePointer<UInt8>, length: Int) -> UInt64 {
    guard length > 0 else { return 0 }
    let raw = UnsafeRawPointer(bytes)
    var hash = UInt64(truncatingIfNeeded: length)
    var offset = 0
    while length - offset > 8 {
      hash = mix(hash ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian)
      offset += 8
    }
    let last = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
    let kept = ~UInt64(0) >> UInt64(truncatingIfNeeded: 64 - 8 * (length - offset))
    return mix(hash ^ (last & kept))
  }

  /// The hash of a phrase from the hash of its beginning and of the next word.
  @inline(__always)
  package static func phrase(_ beginning: UInt64, _ next: UInt64) -> UInt64 {
    mix(beginning &* 0xA24B_AED4_963E_E407 ^ next)
  }
}
