import Diagnostics

/// The sizes and options of a Gemma model, from whichever file states them.
///
/// Facts of the generations are those of the papers (Gemma Team 2024a, 2024b, 2025) and of the
/// models' own configuration files. An option without a graph here is refused by its name.
package struct GemmaConfiguration: Sendable, Hashable {
  /// Bounds of what a file may ask for.
  package enum Limits {
    static let width = 1...65_536
    static let innerWidth = 1...1_048_576
    static let layers = 1...512
    static let heads = 1...1_024
    static let headWidth = 2...1_024
    static let vocabulary = 1...4_194_304
    static let perLayer = 0...4_096
    static let experts = 1...4_096
    static let positions = 1...16_777_216
    static let window = 1...16_777_216
    /// Ends that a 32-bit float keeps, so that what one format states the other can.
    static let epsilon = 0x1p-40...0x1p-3
  }

  /// Feed-forwards of which every token takes a few.
  package struct Experts: Sendable, Hashable {
    package let count: Int
    /// How many a token takes.
    package let top: Int
    /// Numbers between the two products of one.
    package let innerWidth: Int
  }

  package let family: GemmaFamily
  /// Rows of the embedding; some may be past the tokenizer's last id.
  package let vocabulary: Int
  package let width: Int
  /// Numbers between the two products of the feed-forward, where a layer has no other.
  package let innerWidth: Int
  /// The mixture of experts beside every feed-forward (Gemma 4's sparse models); nil for none.
  package let experts: Experts?
  /// Numbers that every layer gets of each token by itself (Gemma 4's small models); 0 for none.
  package let perLayerWidth: Int
  /// Rows of the table that these come from.
  package let perLayerVocabulary: Int
  /// Heads of queries.
  package let heads: Int
  package let layers: [GemmaLayerConfiguration]
  /// Added to the mean square before the root of a norm.
  package let epsilon: Float
  /// What products of queries and keys are multiplied with.
  package let queryScale: Float
  /// Scores x of attention become `cap · tanh(x / cap)`.
  package let attentionCap: Float?
  /// As `attentionCap`, for the logits.
  package let finalCap: Float?
  /// Whether the embedding is the output head as well.
  package internal(set) var isTied: Bool
  /// The longest sequence that the model was made for.
  package let maximumPositions: Int
  /// The token that begins a text.
  package let beginToken: Int32
  /// Tokens that end an answer.
  package var endTokens: [Int32]

  /// What an embedding is multiplied with.
  package var embeddingScale: Float { Float(width).squareRoot() }

  /// Weights, the embedding counted once where it is tied.
  package var parameterCount: Int {
    let table = vocabulary * width
    let inputs = layers.count * perLayerWidth
    let perToken = perLayerVocabulary * inputs + inputs * width + perLayerWidth
    return layers.map(parameterCount)
      .reduce(table + width + perToken + (isTied ? 0 : table), +)
  }

  private func parameterCount(of layer: GemmaLayerConfiguration) -> Int {
    let norms = family.hasPostNorms ? 4 : 2
    let queries = heads * layer.headWidth
    let keys = layer.keyValueHeads * layer.headWidth
    let isReader = layer.keyValueSource != nil
    let kept = isReader ? 0 : layer.keysAreValues ? 1 : 2
    let headNorms = family.normalizesQueriesAndKeys ? (isReader ? 1 : 2) * layer.headWidth : 0
    let products = 2 * queries * width + kept * keys * width + 3 * layer.innerWidth * width
    let perToken = perLayerWidth == 0 ? 0 : 2 * perLayerWidth * width + width
    let mixed = experts.map { experts in
      experts.count * (3 * experts.innerWidth * width + width + 1) + 4 * width
    }
    return products + norms * width + headNorms + perToken + (family.normalizesValues ? 1 : 0)
      + (mixed ?? 0)
  }
}
