import CInferenceKernels

import TensorCompute

/// Made-up rows for what works on rows: attention, norms, softmax, embeddings.
struct RowsCase {
  let offsets: [Int]
  let heads: Int
  let headWidth: Int
  var queries: [Float]
  var keys: [Float]
  var values: [Float]

  var width: Int { heads * headWidth }
  var tokens: Int { offsets[offsets.count - 1] }

  init(lengths: [Int], heads: Int, headWidth: Int, spread: Float = 1) {
    var random = MadeUpNumbers(seed: UInt64(lengths[0]))
    offsets = lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    self.heads = heads
    self.headWidth = headWidth
    let count = offsets[offsets.count - 1] * heads * headWidth
    queries = random.floats(count).map { $0 * spread }
    keys = random.floats(count).map { $0 * spread }
    values = random.floats(count).map { $0 * spread }
  }

  func attention(_ set: InstructionSet) -> [UInt32] {
    let kernels = set.kernels
    var result = [Float](repeating: 0, count: queries.count)
    let longest = zip(offsets, offsets.dropFirst()).map { $1 - $0 }.max() ?? 0
    let size = kernels.attention_scratch(longest, headWidth)
    let scratch = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
    defer { scratch.deallocate() }
    var call = gsk_attention()
    (call.query_stride, call.key_stride, call.value_stride) = (width, width, width)
    (call.heads, call.head_width, call.y_stride) = (heads, headWidth, width)
    call.sequences = offsets.count - 1
    call.scale = 0.25
    call.scratch = scratch
    queries.withUnsafeBufferPointer { q in
      keys.withUnsafeBufferPointer { k in
        values.withUnsafeBufferPointer { v in
          offsets.withUnsafeBufferPointer { offsets in
            result.withUnsafeMutableBufferPointer { y in
              (call.queries, call.keys, call.values) = (q.baseAddress, k.baseAddress, v.baseAddress)
              call.y = y.baseAddress
              offsets.withMemoryRebound(to: size_t.self) { call.offsets = $0.baseAddress }
              kernels.attend(&call)
            }
          }
        }
      }
    }
    return result.map(\.bitPattern)
  }

  func norm(_ set: InstructionSet) -> [UInt32] {
    var result = queries
    result.withUnsafeMutableBufferPointer {
      set.kernels.layer_norm(
        $0.baseAddress,
        tokens,
        width,
        width,
        keys,
        values,
        1e-12,
        $0.baseAddress,
        width
      )
    }
    return result.map(\.bitPattern)
  }

  func softmax(_ set: InstructionSet) -> [UInt32] {
    var result = queries
    set.kernels.softmax(&result, 1, result.count, result.count, 0.7)
    set.kernels.softmax(&result, tokens, width, width, 2)
    return result.map(\.bitPattern)
  }

  func embedding(_ set: InstructionSet) -> [UInt32] {
    var result = queries
    let bytes = keys.map { Int8(truncatingIfNeeded: Int($0)) }
    set.kernels.add_s8_row(bytes, 0.37, bytes.count, &result)
    set.kernels.add_f32_row(values, values.count, &result)
    return result.map(\.bitPattern)
  }
}
