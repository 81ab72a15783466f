/// A block of memory with readable bytes past its end, filled once and then only read.
///
/// `@unchecked Sendable` holds because the one writer, `ShardReader`, reaches `writable` only
/// until it puts the storage into a `RecordBatch`; the module hands out `bytes`, which nothing
/// writes to, and the memory lives until the last reference is gone.
package final class ByteStorage: @unchecked Sendable {
  /// Bytes past the capacity that kernels may read.
  package static let slack = 64

  let writable: UnsafeMutableRawBufferPointer
  private let base: UnsafeMutableRawPointer

  init(capacity: Int) {
    base = .allocate(byteCount: capacity + Self.slack, alignment: 64)
    (base + capacity).initializeMemory(as: UInt8.self, repeating: 0, count: Self.slack)
    writable = UnsafeMutableRawBufferPointer(start: base, count: capacity)
  }

  deinit { base.deallocate() }

  /// The whole block; at least 64 more bytes after it are readable.
  package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(writable) }

  package var capacity: Int { writable.count }
}
