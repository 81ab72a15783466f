import Glibc

/// What the C library does with memory that was freed.
package enum FreedMemory {
  private typealias Option = @convention(c) (CInt, CInt) -> CInt
  /// `M_MMAP_THRESHOLD` and `M_TRIM_THRESHOLD` of `malloc.h`, which Swift's module of the C library leaves out.
  private static let (mapped, trimmed): (CInt, CInt) = (-3, -1)

  /// Lets blocks of 1 MiB and more go back to the system as soon as they are freed.
  ///
  /// By itself the library raises that size to the largest block that was ever freed, up to 32 MiB, so
  /// that what large documents took stays with the process: 400 MB instead of 250. A size that is set
  /// is raised no more, and with it the 128 KiB of small blocks past which their memory goes back: every
  /// batch would then fault in anew what the last one gave back, a fifth of the time of a run that only
  /// reads and writes. So 2 MiB of them stay. Nothing happens where the library has no such options.
  package static func returnLargeBlocks() {
    guard let symbol = dlsym(nil, "mallopt") else { return }
    let set = unsafeBitCast(symbol, to: Option.self)
    _ = set(mapped, 1 << 20)
    _ = set(trimmed, 2 << 20)
  }
}
