import Glibc

/// What the C library does with memory that was freed.
package enum FreedMemory {
  private typealias Option = @convention(c) (CInt, CInt) -> CInt
  /// `M_MMAP_THRESHOLD` of `malloc.h`, which Swift's module of the C library leaves out.
  private static let threshold: CInt = -3

  /// Lets blocks of 1 MiB and more go back to the system as soon as they are freed.
  ///
  /// By itself the library raises that size to the largest block that was ever freed, up to 32 MiB, so
  /// that what large documents took stays with the process: 400 MB instead of 250. Nothing happens
  /// where the library has no such option.
  package static func returnLargeBlocks() {
    guard let symbol = dlsym(nil, "mallopt") else { return }
    _ = unsafeBitCast(symbol, to: Option.self)(threshold, 1 << 20)
  }
}
