import CInferenceKernels

/// Scaled dot-product attention of every sequence with itself, head by head.
package struct SelfAttention: Sendable {
  package let heads: Int
  package let headWidth: Int
  /// What scores are multiplied with before the softmax.
  package let scale: Float

  /// Describes the heads; a scale of nil is `1 / √headWidth`.
  package init(heads: Int, headWidth: Int, scale: Float? = nil) {
    precondition(heads > 0 && headWidth > 0)
    self.heads = heads
    self.headWidth = headWidth
    self.scale = scale ?? 1 / Float(headWidth).squareRoot()
  }

  /// Lets every token attend to all tokens of its sequence.
  ///
  /// - Parameters:
  ///   - queries: tokens × (heads · headWidth), as are `keys` and `values`.
  ///   - keys: What queries are compared with.
  ///   - values: What is mixed.
  ///   - offsets: Where each sequence begins, ascending, and the number of tokens at the end.
  ///   - output: tokens × (heads · headWidth); none of the inputs.
  ///   - workspace: Scratch of the calling worker.
  package func apply(
    queries: MatrixView,
    keys: MatrixView,
    values: MatrixView,
    offsets: [Int],
    into output: MatrixView,
    workspace: Workspace
  ) {
    precondition(offsets.first == 0 && offsets.last == queries.rows)
    precondition(
      [queries, keys, values, output].allSatisfy {
        $0.rows == queries.rows && $0.columns == heads * headWidth
      }
    )
    let lengths = zip(offsets, offsets.dropFirst()).map { $1 - $0 }
    precondition(lengths.allSatisfy { $0 >= 0 })
    let kernels = InstructionSet.best.kernels
    let longest = lengths.max() ?? 0
    let scratch = kernels.attention_scratch(longest, headWidth)
    var call = gsk_attention()
    call.queries = UnsafePointer(queries.base)
    call.keys = UnsafePointer(keys.base)
    call.values = UnsafePointer(values.base)
    call.query_stride = queries.stride
    call.key_stride = keys.stride
    call.value_stride = values.stride
    call.heads = heads
    call.head_width = headWidth
    call.sequences = lengths.count
    call.scale = scale
    call.y = output.base
    call.y_stride = output.stride
    call.scratch = workspace.bytes(.attention, count: scratch)
    offsets.withUnsafeBufferPointer {
      call.offsets = $0.baseAddress
      kernels.attend(&call)
    }
  }
}
