import GemmaInference

/// The sizes of a Gemma model that a person asks for, from either format.
package struct ModelShape: Sendable {
  /// As `general.architecture` spells it.
  package let architecture: String
  package let layers: Int
  package let width: Int
  package let innerWidth: Int
  package let heads: Int
  package let keyValueHeads: Int
  package let headWidth: Int
  package let vocabulary: Int
  /// Positions that the model was made for.
  package let context: Int
  /// Of the layers that have one.
  package let window: Int?
  /// How many layers have a window.
  package let localLayers: Int
  private let configuration: GemmaConfiguration

  init(_ configuration: GemmaConfiguration) {
    let windows = configuration.layers.compactMap(\.window)
    architecture = configuration.family.rawValue
    layers = configuration.layers.count
    width = configuration.width
    innerWidth = configuration.innerWidth
    heads = configuration.heads
    keyValueHeads = configuration.layers.map(\.keyValueHeads).max() ?? 0
    headWidth = configuration.layers.map(\.headWidth).max() ?? 0
    vocabulary = configuration.vocabulary
    context = configuration.maximumPositions
    window = windows.max()
    localLayers = windows.count
    self.configuration = configuration
  }

  /// In what keys and values are kept where nobody says otherwise.
  package static let cacheFormat = ModelCacheFormat.float32.rawValue

  /// Bytes of the keys and values of one sequence, in `cacheFormat`.
  package func cacheBytes(tokens: Int) -> Int { configuration.cacheBytes(tokens: tokens) }
}
