import Glibc

/// Pages of anonymous memory, zero at first, in large pages where the system has them to spare.
///
/// `@unchecked` is sound because the address and the length never change, and the pages go only when
/// nobody refers to them any more. Whoever writes to them does so before they are shared, or writes to
/// a part that is nobody else's.
final class MappedPages: @unchecked Sendable {
  let base: UnsafeMutableRawPointer
  let byteCount: Int
  private let mapped: UnsafeMutableRawPointer
  private let mappedByteCount: Int

  private static let largePage = 2 << 20

  /// Maps pages, beginning where a large page can.
  init(byteCount: Int) throws(MemoryUnavailable) {
    let (total, overflow) = byteCount.addingReportingOverflow(Self.largePage)
    guard byteCount > 0, !overflow,
      let pages = mmap(
        nil,
        total,
        PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
        -1,
        0
      ),
      pages != UnsafeMutableRawPointer(bitPattern: -1)
    else { throw MemoryUnavailable(byteCount: byteCount) }
    mapped = pages
    mappedByteCount = total
    base = pages.alignedUp(toMultipleOf: Self.largePage)
    self.byteCount = byteCount
    madvise(base, byteCount, MADV_HUGEPAGE)
  }

  deinit { munmap(mapped, mappedByteCount) }
}
