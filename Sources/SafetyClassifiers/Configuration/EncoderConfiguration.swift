import Checkpoints
import Diagnostics
import StrictJSON
import TensorCompute

/// The sizes and options of an encoder, read from `config.json`.
///
/// An option that the graphs here do not have is refused by its name, because a model that runs
/// without it gives plausible scores that are wrong.
package struct EncoderConfiguration: Sendable, Hashable {
  /// Bounds of what a configuration may ask for.
  package enum Limits {
    static let width = 1...16_384
    static let innerWidth = 1...65_536
    static let layers = 1...256
    static let vocabulary = 1...4_194_304
    static let positions = 4...65_536
    static let types = 0...64
  }

  package let family: EncoderFamily
  package let vocabulary: Int
  package let width: Int
  package let layers: Int
  package let heads: Int
  package let innerWidth: Int
  /// Of the embeddings, before they are projected to `width`.
  package let embeddingWidth: Int
  /// Rows of the table of positions.
  package let positionRows: Int
  /// The most tokens of a sequence, special ones included.
  package let maximumTokens: Int
  /// RoBERTa numbers positions from behind the padding's id, and does not count padding.
  package let padding: Int?
  /// Rows of the table of token types; none if there is no such table.
  package let types: Int
  package let epsilon: Float
  package let activation: Activation
  /// DeBERTa's attention, where the model has it.
  package let disentangled: DisentangledConfiguration?
  /// Behind the first layer of DeBERTa, where the model has it.
  package let convolution: ConvolutionConfiguration?
  /// Whether positions are added to the embeddings.
  package let hasPositions: Bool
  package let head: HeadConfiguration
  /// Whether the matrices are stored in signed bytes, each row with a scale.
  package let isInBytes: Bool

  package var headWidth: Int { width / heads }

  /// Reads the configuration of a checkpoint.
  ///
  /// - Throws: `checkpoint/config`, by the name of the field.
  init(_ configuration: ModelConfiguration) throws {
    let fields = configuration.fields
    family = try EncoderFamily(configuration)
    try Self.refuseUnsupported(fields)
    let isDistil = family == .distilbert
    width = try Self.size(fields, isDistil ? "dim" : "hidden_size", Limits.width)
    layers = try Self.size(fields, isDistil ? "n_layers" : "num_hidden_layers", Limits.layers)
    heads = try Self.heads(fields, isDistil ? "n_heads" : "num_attention_heads", width: width)
    innerWidth = try Self.size(
      fields,
      isDistil ? "hidden_dim" : "intermediate_size",
      Limits.innerWidth
    )
    vocabulary = try Self.size(fields, "vocab_size", Limits.vocabulary)
    positionRows = try Self.size(fields, "max_position_embeddings", Limits.positions)
    embeddingWidth = try Self.embeddingWidth(fields, family, width: width)
    padding = family == .roberta ? try fields.integer("pad_token_id", 0...1024) ?? 1 : nil
    maximumTokens = try Self.maximumTokens(fields, rows: positionRows, padding: padding)
    types = isDistil ? 0 : try Self.types(fields, family)
    // DistilBERT has no such field and a constant of its own.
    epsilon = isDistil ? 1e-12 : Float(try Self.epsilon(fields, family))
    activation = try Self.activation(fields, isDistil ? "activation" : "hidden_act")
    disentangled =
      family == .deberta ? try DisentangledConfiguration(fields, positions: positionRows) : nil
    convolution = family == .deberta ? try ConvolutionConfiguration(fields) : nil
    hasPositions = family == .deberta ? try fields.boolean("position_biased_input") ?? true : true
    head = try HeadConfiguration(configuration, family)
    isInBytes = try Self.isInBytes(fields)
  }

  private static func size(
    _ fields: JSONFields,
    _ key: String,
    _ range: ClosedRange<Int>
  ) throws -> Int {
    try fields.required(key, try fields.integer(key, range))
  }

  private static func heads(_ fields: JSONFields, _ key: String, width: Int) throws -> Int {
    let heads = try size(fields, key, Limits.width)
    guard width.isMultiple(of: heads) else {
      throw fields.problem(key, "must divide the width \(width)")
    }
    let stated = try fields.integer("attention_head_size", Limits.width)
    guard stated == nil || stated == width / heads else {
      throw fields.problem("attention_head_size", "other than the heads' share is not supported")
    }
    return heads
  }

  private static func maximumTokens(
    _ fields: JSONFields,
    rows: Int,
    padding: Int?
  ) throws -> Int {
    let tokens = rows - (padding.map { $0 + 1 } ?? 0)
    guard tokens >= 4 else {
      throw fields.problem("max_position_embeddings", "leaves no room for a sequence")
    }
    return tokens
  }

  private static func embeddingWidth(
    _ fields: JSONFields,
    _ family: EncoderFamily,
    width: Int
  ) throws -> Int {
    let stated = try fields.integer("embedding_size", Limits.width)
    switch family {
    case .electra: return stated ?? 128
    case .deberta: return stated ?? width
    case .bert, .distilbert, .roberta:
      guard stated == nil || stated == width else {
        throw fields.problem("embedding_size", "other than the width is not supported here")
      }
      return width
    }
  }

  private static func types(_ fields: JSONFields, _ family: EncoderFamily) throws -> Int {
    let usual = family == .deberta ? 0 : 2
    let types = try fields.integer("type_vocab_size", Limits.types) ?? usual
    guard types > 0 || family == .deberta else {
      throw fields.problem("type_vocab_size", "must be at least 1")
    }
    return types
  }

  private static func epsilon(_ fields: JSONFields, _ family: EncoderFamily) throws -> Double {
    try fields.number("layer_norm_eps", 1e-15...0.1) ?? (family == .deberta ? 1e-7 : 1e-12)
  }
}
