import Glibc

/// A block of memory with readable bytes past its end, filled once and then only read.
///
/// `@unchecked Sendable` holds because the one writer, `ShardReader`, reaches `writable` and `grow`
/// only until it puts the storage into a `RecordBatch`; the module hands out `bytes`, which nothing
/// writes to, and the memory lives until the last reference is gone.
package final class ByteStorage: @unchecked Sendable {
  /// Bytes past the capacity that kernels may read.
  static let slack = 64

  private(set) var writable: UnsafeMutableRawBufferPointer

  /// Pages that nothing is read into cost no memory.
  init(capacity: Int) {
    writable = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    grow(to: capacity)
  }

  deinit { free(writable.baseAddress) }

  /// The whole block; at least 64 more bytes after it are readable.
  package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(writable) }

  package var capacity: Int { writable.count }

  /// Keeps the contents; large blocks are moved by the kernel, never held twice.
  func grow(to capacity: Int) {
    guard let base = realloc(writable.baseAddress, capacity + Self.slack) else {
      preconditionFailure("no memory for \(capacity) bytes")
    }
    (base + capacity).initializeMemory(as: UInt8.self, repeating: 0, count: Self.slack)
    writable = UnsafeMutableRawBufferPointer(start: base, count: capacity)
  }
}
