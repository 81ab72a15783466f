/// Memory for the text of one document at a time, kept from document to document.
final class ScratchArena {
  /// What is kept; a larger block goes back after the document that needed it.
  private static let keptBytes = 1 << 20

  private var block = UnsafeMutableRawBufferPointer.allocate(
    byteCount: keptBytes,
    alignment: 64
  )

  deinit { block.deallocate() }

  /// Room for `count` bytes with 64 more after them; what was there before is gone.
  func reserve(_ count: Int) -> UnsafeMutableRawBufferPointer {
    let wanted = max(count + ByteStorage.slack, Self.keptBytes)
    if wanted > block.count || block.count > 2 * wanted {
      block.deallocate()
      block = .allocate(byteCount: wanted, alignment: 64)
    }
    return block
  }

  /// The first bytes of the block.
  func bytes(_ count: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(block)[..<count])
  }
}
