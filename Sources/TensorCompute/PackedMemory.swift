import Synchronization

/// Memory for packed weights: large blocks of large pages, handed out piece by piece.
///
/// A decoder reads all weights for every token, so what a page costs to look up matters; small
/// matrices share large pages here. A block goes back to the system with the last matrix in it.
package final class PackedMemory: Sendable {
  private struct Current {
    var pages: MappedPages?
    var used = 0
  }

  private let blockByteCount: Int
  private let current = Mutex(Current())

  /// Prepares to hand out memory.
  ///
  /// - Parameter blockByteCount: What is reserved at a time; larger pieces get a block of their own.
  ///   Only what is written to takes room.
  package init(blockByteCount: Int = 64 << 20) { self.blockByteCount = blockByteCount }

  /// A piece that is zero and aligned to a cache line.
  func piece(byteCount: Int) throws(MemoryUnavailable) -> PackedPiece {
    guard byteCount <= blockByteCount / 4 else {
      return PackedPiece(pages: try MappedPages(byteCount: byteCount), offset: 0)
    }
    return try current.withLock { current throws(MemoryUnavailable) in
      if let pages = current.pages, pages.byteCount - current.used >= byteCount {
        return Self.take(byteCount, pages, &current)
      }
      let pages = try MappedPages(byteCount: blockByteCount)
      current = Current(pages: pages)
      return Self.take(byteCount, pages, &current)
    }
  }

  private static func take(_ count: Int, _ pages: MappedPages, _ current: inout Current)
    -> PackedPiece
  {
    defer { current.used += (count + 63) / 64 * 64 }
    return PackedPiece(pages: pages, offset: current.used)
  }
}
