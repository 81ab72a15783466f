/// 32 bits for every scalar, computed in pages of 256 when first asked for; one worker's own.
final class ScalarPages {
  private let pages: UnsafeMutablePointer<UnsafeMutablePointer<UInt32>?>
  private let compute: (UInt32) -> UInt32
  private static let count = 0x110000 >> 8

  /// - Parameter compute: Gives a scalar its bits.
  init(_ compute: @escaping (UInt32) -> UInt32) {
    self.compute = compute
    pages = .allocate(capacity: Self.count)
    pages.initialize(repeating: nil, count: Self.count)
  }

  deinit {
    for index in 0..<Self.count { pages[index]?.deallocate() }
    pages.deallocate()
  }

  /// The bits of a scalar, none for what is past the last one.
  @inline(__always)
  subscript(scalar: UInt32) -> UInt32 {
    guard scalar < 0x110000 else { return 0 }
    if let page = pages[Int(scalar >> 8)] { return page[Int(scalar & 0xFF)] }
    return fill(scalar >> 8)[Int(scalar & 0xFF)]
  }

  @inline(never)
  private func fill(_ index: UInt32) -> UnsafeMutablePointer<UInt32> {
    let page = UnsafeMutablePointer<UInt32>.allocate(capacity: 256)
    for offset in 0..<UInt32(256) { page[Int(offset)] = compute(index << 8 | offset) }
    pages[Int(index)] = page
    return page
  }
}
