import TensorCompute

/// Keys and values of the positions a session has seen, for every layer.
///
/// A layer that sees a window keeps a ring of positions only: the window and one chunk, so that a
/// whole chunk can be written before its first query is answered.
final class KeyValueCache {
  /// Keys and values of one layer: for each head, `capacity` positions of a head's width.
  struct Layer {
    let capacity: Int
    let heads: Int
    let headWidth: Int
    let keys: UnsafeMutablePointer<Float>
    let values: UnsafeMutablePointer<Float>

    var count: Int { heads * capacity * headWidth }

    /// Keeps rows whose positions follow each other, each the heads side by side.
    func store(_ keys: MatrixView, _ values: MatrixView, from position: Int) {
      for row in 0..<keys.rows {
        let place = (position + row) % capacity
        for head in 0..<heads {
          let start = (head * capacity + place) * headWidth
          let column = head * headWidth
          (self.keys + start).update(from: keys.base + row * keys.stride + column, count: headWidth)
          (self.values + start).update(
            from: values.base + row * values.stride + column,
            count: headWidth
          )
        }
      }
    }
  }

  /// The most rows that are written at once.
  let chunk: Int
  /// The most positions.
  let capacity: Int
  let layers: [Layer]

  init(_ configuration: GemmaConfiguration, capacity: Int, chunk: Int) {
    self.capacity = capacity
    self.chunk = chunk
    layers = configuration.layers.map { layer in
      let ring = layer.window.map { min(capacity, $0 + chunk) } ?? capacity
      let count = layer.keyValueHeads * ring * layer.headWidth
      return Layer(
        capacity: ring,
        heads: layer.keyValueHeads,
        headWidth: layer.headWidth,
        keys: Self.allocate(count),
        values: Self.allocate(count)
      )
    }
  }

  deinit {
    for layer in layers {
      layer.keys.deallocate()
      layer.values.deallocate()
    }
  }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
    let start = UnsafeMutablePointer<Float>.allocate(capacity: count)
    start.initialize(repeating: 0, count: count)
    return start
  }

  /// Takes over the first positions of another cache of the same shape.
  func copy(from other: KeyValueCache, positions: Int) {
    for (layer, source) in zip(layers, other.layers) {
      precondition(layer.count == source.count)
      let count = min(positions, layer.capacity) * layer.headWidth
      for head in 0..<layer.heads {
        let start = head * layer.capacity * layer.headWidth
        (layer.keys + start).update(from: source.keys + start, count: count)
        (layer.values + start).update(from: source.values + start, count: count)
      }
    }
  }
}
