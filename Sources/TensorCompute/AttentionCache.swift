import CInferenceKernels

/// Keys and values of one layer and one sequence: a ring of the latest positions.
///
/// For one user at a time. Memory is taken as positions are written.
package final class AttentionCache {
  /// How numbers are kept.
  package enum Format: String, Sendable, CaseIterable {
    case float32
    case bfloat16
    /// Signed bytes, each position of a head with a step of its own.
    case int8

    var number: Int32 {
      switch self {
      case .float32: Int32(GSK_CACHE_F32)
      case .bfloat16: Int32(GSK_CACHE_BF16)
      case .int8: Int32(GSK_CACHE_S8)
      }
    }
  }

  package let kvHeads: Int
  package let headWidth: Int
  /// Positions that are kept; a multiple of 64, at least what was asked for.
  package let capacity: Int
  package let format: Format
  let instructionSet: InstructionSet
  private let keyPages: MappedPages
  private let valuePages: MappedPages

  /// Reserves a ring.
  ///
  /// - Parameters:
  ///   - kvHeads: Heads of keys and values.
  ///   - headWidth: Numbers of a head.
  ///   - capacity: Positions to keep: with a window, the window and as many rows as are ever attended
  ///     at a time, less one; without, the longest sequence.
  ///   - format: How numbers are kept.
  ///   - instructionSet: For which CPU.
  /// - Throws: Where the system has no room.
  package init(
    kvHeads: Int,
    headWidth: Int,
    capacity: Int,
    format: Format,
    instructionSet: InstructionSet = .best
  ) throws(MemoryUnavailable) {
    precondition(kvHeads > 0 && headWidth > 0 && capacity > 0)
    let block = Int(GSK_KEY_BLOCK)
    self.kvHeads = kvHeads
    self.headWidth = headWidth
    self.capacity = (capacity + block - 1) / block * block
    self.format = format
    self.instructionSet = instructionSet
    let kernels = instructionSet.kernels
    keyPages = try MappedPages(
      byteCount: kvHeads * kernels.cached_keys_size(self.capacity, headWidth, format.number)
    )
    valuePages = try MappedPages(
      byteCount: kvHeads * kernels.cached_values_size(self.capacity, headWidth, format.number)
    )
  }

  var keys: UnsafeMutableRawPointer { keyPages.base }
  var values: UnsafeMutableRawPointer { valuePages.base }

  /// Writes new rows over the oldest ones.
  ///
  /// - Parameters:
  ///   - keys: rows × (kvHeads · headWidth), as are `values`; at most `capacity` rows.
  ///   - values: Of the same positions.
  ///   - position: The position of the first row.
  package func store(keys: MatrixView, values: MatrixView, at position: Int) {
    let width = kvHeads * headWidth
    precondition(keys.columns == width && values.columns == width && keys.rows == values.rows)
    precondition(position >= 0 && keys.rows <= capacity)
    var call = gsk_cached_rows()
    call.new_keys = UnsafePointer(keys.base)
    call.new_values = UnsafePointer(values.base)
    (call.key_stride, call.value_stride) = (keys.stride, values.stride)
    (call.rows, call.position) = (keys.rows, position)
    (call.kv_heads, call.head_width, call.capacity) = (kvHeads, headWidth, capacity)
    call.format = format.number
    (call.keys, call.values) = (self.keys, self.values)
    instructionSet.kernels.cache_rows(&call)
  }

  /// Takes over positions of another ring of the same heads and format, whatever its capacity.
  ///
  /// Whole blocks of 64 positions are copied, so neighbours of the range may come along.
  package func copy(_ positions: Range<Int>, from other: AttentionCache) {
    precondition(other.kvHeads == kvHeads && other.headWidth == headWidth)
    precondition(other.format == format && other.instructionSet == instructionSet)
    precondition(positions.count <= min(capacity, other.capacity) && positions.lowerBound >= 0)
    guard !positions.isEmpty else { return }
    let block = Int(GSK_KEY_BLOCK)
    let blocks = (positions.upperBound - 1) / block - positions.lowerBound / block + 1
    precondition(capacity == other.capacity || blocks <= capacity / block, "room for whole blocks")
    let kernels = instructionSet.kernels
    let sizes = [
      kernels.cached_keys_size(block, headWidth, format.number),
      kernels.cached_values_size(block, headWidth, format.number),
    ]
    for index in positions.lowerBound / block...(positions.upperBound - 1) / block {
      let (to, from) = (index % (capacity / block), index % (other.capacity / block))
      for head in 0..<kvHeads {
        for (size, ring) in zip(sizes, [(keys, other.keys), (values, other.values)]) {
          (ring.0 + (head * capacity / block + to) * size).copyMemory(
            from: ring.1 + (head * other.capacity / block + from) * size,
            byteCount: size
          )
        }
      }
    }
  }
}
