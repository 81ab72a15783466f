import Glibc
import TensorCompute

/// Attention of new positions to themselves and to those before them.
struct CachedAttention {
  let heads: Int
  let window: Int?
  let scale: Float
  let cap: Float?

  func apply(
    _ queries: MatrixView,
    from position: Int,
    _ ring: KeyValueCache.Layer,
    into output: MatrixView
  ) {
    let width = ring.headWidth
    let group = heads / ring.heads
    for row in 0..<queries.rows {
      let place = position + row
      let first = window.map { max(0, place - $0 + 1) } ?? 0
      for head in 0..<heads {
        let base = head / group * ring.capacity
        var scores = (first...place).map { key in
          let start = (base + key % ring.capacity) * width
          var sum: Float = 0
          for index in 0..<width {
            sum += queries[row, head * width + index] * ring.keys[start + index]
          }
          sum *= scale
          if let cap { sum = cap * tanhf(sum / cap) }
          return sum
        }
        let highest = scores.max() ?? 0
        var total: Float = 0
        for index in scores.indices {
          scores[index] = expf(scores[index] - highest)
          total += scores[index]
        }
        for index in 0..<width { output[row, head * width + index] = 0 }
        for (key, score) in zip(first...place, scores) {
          let start = (base + key % ring.capacity) * width
          for index in 0..<width {
            output[row, head * width + index] += score / total * ring.values[start + index]
          }
        }
      }
    }
  }
}

/// Bounds numbers softly: `cap · tanh(x / cap)`.
enum SoftCap {
  static func apply(_ cap: Float, to values: UnsafeMutableBufferPointer<Float>) {
    for index in values.indices { values[index] = cap * tanhf(values[index] / cap) }
  }
}
