import CInferenceKernels

/// Attention of new rows of a sequence over what a cache holds of it.
///
/// A row's result is the same bits whether rows come one by one, in pieces or all at once, and for any
/// number of threads.
package struct CachedAttention: Sendable {
  private static let scratch = Workspace.Slot("cached attention")

  package let heads: Int
  /// What scores are multiplied with.
  package let scale: Float
  /// Scores become `softCap · tanh(score / softCap)`; nil for none.
  package let softCap: Float?
  /// How many positions a row sees, its own included; nil for all before it.
  package let window: Int?

  package init(heads: Int, scale: Float, softCap: Float? = nil, window: Int? = nil) {
    precondition(heads > 0 && (softCap ?? 1) > 0 && (window ?? 1) > 0)
    self.heads = heads
    self.scale = scale
    self.softCap = softCap
    self.window = window
  }

  /// Lets rows attend to the positions up to their own.
  ///
  /// - Parameters:
  ///   - queries: rows × (heads · headWidth); head `h` uses head `h / (heads / kvHeads)` of the cache.
  ///   - position: The position of the first row. The cache has the rows' own keys already, and every
  ///     position that one of them sees.
  ///   - cache: Keys and values.
  ///   - output: rows × (heads · headWidth); not the queries.
  ///   - threads: Who works.
  ///   - workspace: Scratch of the calling worker.
  package func apply(
    _ queries: MatrixView,
    at position: Int,
    over cache: AttentionCache,
    into output: MatrixView,
    on threads: WorkerThreads,
    workspace: Workspace
  ) {
    let width = heads * cache.headWidth
    precondition(queries.columns == width && output.columns == width)
    precondition(queries.rows == output.rows && heads % cache.kvHeads == 0 && position >= 0)
    let end = position + queries.rows
    let lowest = window.map { max(0, position + 1 - $0) } ?? 0
    precondition(end - lowest <= cache.capacity, "the ring holds all that is seen")
    guard queries.rows > 0 else { return }
    let kernels = cache.instructionSet.kernels
    let size = (kernels.cached_attention_scratch(cache.headWidth) + 127) / 128 * 128
    let scratch = workspace.bytes(Self.scratch, count: size * threads.count)
    threads.run(parts: threads.count) { part in
      var call = gsk_cached_attention()
      (call.queries, call.query_stride) = (UnsafePointer(queries.base), queries.stride)
      (call.rows, call.position) = (queries.rows, position)
      (call.heads, call.kv_heads) = (heads, cache.kvHeads)
      (call.head_width, call.capacity) = (cache.headWidth, cache.capacity)
      (call.window, call.format) = (window ?? 0, cache.format.number)
      (call.keys, call.values) = (UnsafeRawPointer(cache.keys), UnsafeRawPointer(cache.values))
      (call.scale, call.cap) = (scale, softCap ?? 0)
      (call.y, call.y_stride) = (output.base, output.stride)
      (call.part, call.parts) = (part, threads.count)
      call.scratch = scratch + part * size
      kernels.attend_cached(&call)
    }
  }
}
