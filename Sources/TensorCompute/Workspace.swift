/// One worker's scratch memory: buffers that grow to the largest use and are then used again.
///
/// Not safe to share between threads. A buffer is valid until its slot is asked for again.
package final class Workspace {
  /// The name of a buffer.
  package struct Slot: Hashable, Sendable {
    let name: String

    package init(_ name: String) { self.name = name }
  }

  private struct Buffer {
    var start: UnsafeMutableRawPointer
    var byteCount: Int
  }

  private var buffers: [Slot: Buffer] = [:]

  package init() {}

  deinit {
    for buffer in buffers.values { buffer.start.deallocate() }
  }

  /// At least so many bytes, aligned to a cache line, with what was there before or anything.
  func bytes(_ slot: Slot, count: Int) -> UnsafeMutableRawPointer {
    if let buffer = buffers[slot], buffer.byteCount >= count { return buffer.start }
    buffers[slot]?.start.deallocate()
    // Room for a vector load that begins at the last element.
    let byteCount = max(count, 64) + count / 4 + 64
    let start = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
    start.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    buffers[slot] = Buffer(start: start, byteCount: byteCount)
    return start
  }

  /// So many floats of any value.
  package func floats(_ slot: Slot, count: Int) -> UnsafeMutablePointer<Float> {
    bytes(slot, count: count * MemoryLayout<Float>.stride)
      .assumingMemoryBound(to: Float.self)
  }

  /// A matrix without gaps between rows, its elements of any value.
  package func matrix(_ slot: Slot, rows: Int, columns: Int) -> MatrixView {
    MatrixView(floats(slot, count: rows * columns), rows: rows, columns: columns)
  }
}
