import Glibc
import TensorCompute

func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  let (whole, atto) = (ContinuousClock.now - start).components
  return Double(whole) + Double(atto) * 1e-18
}

/// The best of several runs.
func best(_ runs: Int = 5, _ body: () -> Void) -> Double {
  (0..<runs).map { _ in seconds(body) }.min() ?? .nan
}

func text(_ value: Double, _ digits: Int = 1) -> String {
  let scale = pow(10, Double(digits))
  let rounded = (value * scale).rounded() / scale
  return digits == 0 ? "\(Int(rounded))" : "\(rounded)"
}

func share(_ value: Double, of limit: Double) -> String { "\(text(100 * value / limit, 0)) %" }

/// What times kernels, with the threads and the scratch that it needs.
struct KernelBenchmark {
  let threads: WorkerThreads
  let workspace = Workspace()

  func matrix(_ rows: Int, _ columns: Int, _ slot: String) -> MatrixView {
    let view = workspace.matrix(.init(slot), rows: rows, columns: columns)
    for index in 0..<rows * columns { view.base[index] = Float(index * 7919 % 2003) / 1000 - 1 }
    return view
  }

  /// Reads more memory than any cache holds, several times.
  ///
  /// - Parameter between: Called after each run, so that what is compared with it takes turns with it.
  /// - Returns: Bytes a second of all threads together in the best run.
  func bandwidth(_ between: () -> Void = {}) -> Double {
    let count = 1 << 30
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 4096)
    defer { bytes.deallocate() }
    madvise(bytes.baseAddress, count, MADV_HUGEPAGE)
    bytes.initializeMemory(as: UInt8.self, repeating: 1)
    let time = (0..<6).map { _ in
      defer { between() }
      return seconds { HardwareLimits.read(UnsafeRawBufferPointer(bytes), on: threads) }
    }
    return Double(count) / (time.min() ?? .nan)
  }

  func bytePeak() -> Double {
    let times = 1_000_000
    return Double(threads.count * times * 2048)
      / best { HardwareLimits.multiply(times: times, on: threads) }
  }

  func multiply(_ layer: Layer, _ rows: Int, _ shape: Shape) {
    let hidden = workspace.matrix(.init("hidden"), rows: rows, columns: shape.hidden)
    let columns = (shape.heads + 2) * headWidth
    let wide = workspace.matrix(.init("wide"), rows: rows, columns: columns)
    let inner = workspace.matrix(.init("inner"), rows: rows, columns: shape.inner)
    layer.projections.apply(hidden, into: wide, on: threads, workspace: workspace)
    let heads = wide.columns(0..<shape.heads * headWidth)
    layer.output.apply(heads, into: hidden, on: threads, workspace: workspace)
    layer.gated.apply(hidden, into: inner, on: threads, workspace: workspace)
    layer.down.apply(inner, into: hidden, on: threads, workspace: workspace)
  }

  func timeProducts(_ shape: Shape, _ format: PackedMatrix.Format, peak: Double) throws {
    let memory = PackedMemory()
    var layers = [try Layer(shape, format, memory, threads)]
    let size = layers[0].matrices.reduce(0) { $0 + $1.byteCount }
    let count = min(shape.layers, 1_500_000_000 / size)
    for _ in 1..<count { layers.append(try Layer(shape, format, memory, threads)) }
    var head: PackedMatrix?
    let packing = try seconds {
      head = try madeUp(format, shape.vocabulary, shape.hidden, memory, threads)
    }
    guard let head else { return }
    _ = matrix(512, shape.hidden, "hidden")
    let logits = matrix(1, shape.vocabulary, "logits")
    let hidden = workspace.matrix(.init("hidden"), rows: 1, columns: shape.hidden)
    var token = Double.infinity
    let limit = bandwidth {
      let time = seconds {
        for layer in layers { multiply(layer, 1, shape) }
        head.apply(hidden, into: logits, on: threads, workspace: workspace)
      }
      token = min(token, time)
    }
    let bytes = Double(count * size + head.byteCount)
    let whole = Double(shape.layers * size + head.byteCount)
    print(
      "\(shape.name) \(format.rawValue): one token \(text(bytes / token / 1e9)) GB/s of",
      "\(text(limit / 1e9)) (\(share(bytes / token, of: limit))),",
      "\(text(bytes / token / whole)) tokens/s by products;",
      "head packed at \(text(Double(head.outputs * head.inputs) / packing / 1e9, 2)) G weights/s"
    )
    for rows in [2, 4, 8, 16, 64, 512] {
      let time = best(rows > 64 ? 3 : 5) {
        for layer in layers.prefix(2) { multiply(layer, rows, shape) }
      }
      let weights = layers[0].matrices.reduce(0) { $0 + $1.inputs * $1.outputs }
      let rate = Double(2 * 2 * rows * weights) / time
      print(
        "  \(rows) rows: \(text(rate / 1e9, 0)) GOP/s (\(share(rate, of: peak)) of the peak of bytes)"
      )
    }
  }

  /// Attention of a layer: microseconds, and operations a second of both products.
  func timeAttention(heads: Int, kvHeads: Int, _ format: AttentionCache.Format) throws {
    let cache = try AttentionCache(
      kvHeads: kvHeads,
      headWidth: headWidth,
      capacity: 4608,
      format: format
    )
    let keys = matrix(512, kvHeads * headWidth, "keys")
    for position in stride(from: 0, to: 4608, by: 512) {
      cache.store(keys: keys, values: keys, at: position)
    }
    let attention = CachedAttention(heads: heads, scale: 0.0625)
    for (rows, position) in [(1, 511), (1, 4095), (16, 4095), (512, 0), (512, 4096)] {
      let queries = matrix(rows, heads * headWidth, "queries")
      let output = matrix(rows, heads * headWidth, "attended")
      let time = best(20) {
        attention.apply(
          queries,
          at: position,
          over: cache,
          into: output,
          on: threads,
          workspace: workspace
        )
      }
      let pairs = rows * position + rows * (rows + 1) / 2
      let rate = Double(4 * pairs * heads * headWidth) / time
      print(
        "attention \(heads)/\(kvHeads) heads \(format.rawValue), \(rows) rows at \(position):",
        "\(text(time * 1e6, 0)) µs, \(text(rate / 1e9, 0)) GFLOP/s"
      )
    }
  }

  func timeRows() {
    let x = matrix(512, 2048, "normalised")
    let norm = RMSNorm(gain: [Float](repeating: 1, count: 2048), epsilon: 1e-6)
    print("norm of 2,048: \(text(best(20) { norm.apply(x, into: x) } * 1e9 / 512, 0)) ns")
    let logits = matrix(1, 262_144, "logits")
    let sum = best(20) { _ = RowFunctions.logSumExp(UnsafeBufferPointer(logits.row(0))) }
    print("log of the sum of 262,144: \(text(sum * 1e6, 0)) µs")
    let hand = best { for _ in 0..<1000 { threads.run(parts: threads.count) { _ in } } }
    print("handing work to \(threads.count) threads: \(text(hand * 1e6, 0)) ns")
  }
}
