import Diagnostics
import TensorCompute

/// Keys and values of the positions a session has seen, for every layer.
///
/// A layer that sees a window keeps a ring of positions only: the window and one chunk, so that a
/// whole chunk can be written before its first query is answered.
struct KeyValueCache {
  /// The most rows that are written at once.
  let chunk: Int
  /// One a layer; layers that read another's keys and values have its cache.
  let layers: [AttentionCache]

  /// Reserves room; memory is taken as positions are written.
  ///
  /// - Throws: `gemma/memory`.
  init(
    _ configuration: GemmaConfiguration,
    capacity: Int,
    chunk: Int,
    format: AttentionCache.Format
  ) throws {
    self.chunk = chunk
    do {
      var made: [AttentionCache] = []
      for layer in configuration.layers {
        made.append(
          try layer.keyValueSource.map { made[$0] }
            ?? AttentionCache(
              kvHeads: layer.keyValueHeads,
              headWidth: layer.headWidth,
              capacity: layer.keptPositions(of: capacity, chunk: chunk),
              format: format
            )
        )
      }
      layers = made
    } catch {
      throw Diagnostic(
        "gemma/memory",
        "there is no memory for the keys and values of \(capacity) positions",
        hint: "make less room"
      )
    }
  }

  /// Takes over what another cache of the same shape holds of the latest positions.
  func copy(from other: KeyValueCache, positions: Int) {
    var copied: Set<ObjectIdentifier> = []
    for (layer, source) in zip(layers, other.layers)
    where copied.insert(ObjectIdentifier(layer)).inserted {
      layer.copy(max(0, positions - layer.capacity)..<positions, from: source)
    }
  }
}

extension GemmaLayerConfiguration {
  /// Positions of a sequence whose keys and values the layer keeps.
  fileprivate func keptPositions(of capacity: Int, chunk: Int) -> Int {
    window.map { min(capacity, $0 + chunk) } ?? capacity
  }
}

extension GemmaConfiguration {
  /// Bytes that the keys and values of a sequence take in 32-bit floats, read in standard chunks.
  package func cacheBytes(tokens: Int) -> Int {
    let chunk = min(tokens, GemmaEngine.standardChunk)
    let numbers = layers.filter { $0.keyValueSource == nil }.map { layer in
      2 * layer.keyValueHeads * layer.headWidth * layer.keptPositions(of: tokens, chunk: chunk)
    }
    return numbers.reduce(0, +) * MemoryLayout<Float>.size
  }
}
