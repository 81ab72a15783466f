/// Bytes that never change, aligned to a cache line; shared by all workers.
package struct PackedStorage: Sendable {
  private let bytes: [UInt8]
  private let offset: Int

  /// Fills the bytes, all zero before, once.
  package init(byteCount: Int, fill: (UnsafeMutableRawPointer) -> Void) {
    var skipped = 0
    bytes = [UInt8](unsafeUninitializedCapacity: byteCount + Self.alignment) { buffer, count in
      buffer.initialize(repeating: 0)
      let start = UnsafeMutableRawPointer(buffer.baseAddress.unsafelyUnwrapped)
      let aligned = start.alignedUp(toMultipleOf: Self.alignment)
      skipped = aligned - start
      fill(aligned)
      count = buffer.count
    }
    offset = skipped
  }

  private static let alignment = 64

  /// Lends the bytes.
  package func withBytes<Result>(_ body: (UnsafeRawPointer) -> Result) -> Result {
    bytes.withUnsafeBytes { body($0.baseAddress.unsafelyUnwrapped + offset) }
  }
}
