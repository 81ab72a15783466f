import Checkpoints
import Diagnostics
import TensorCompute

/// From token ids to the first hidden states.
struct EncoderEmbeddings: Sendable {
  private static let slot = Workspace.Slot("embeddings")

  private let words: EmbeddingTable
  /// Positions, each with the first token type already added; nil where there are neither.
  private let positions: EmbeddingTable?
  /// Whether the table has a row for each position, and not one for all.
  private let countsPositions: Bool
  private let norm: LayerNorm
  /// To the width of the layers, where embeddings are narrower.
  private let projection: DenseLayer?
  /// DeBERTa normalises what was projected, ELECTRA projects what was normalised.
  private let projectsFirst: Bool
  private let padding: Int32?

  init(_ weights: EncoderWeights, _ configuration: EncoderConfiguration) throws {
    let prefix = "\(configuration.family.prefix).embeddings"
    let width = configuration.embeddingWidth
    words = try weights.words(
      "\(prefix).word_embeddings.weight",
      rows: configuration.vocabulary,
      width: width
    )
    positions = try Self.positions(weights, configuration, prefix)
    countsPositions = configuration.hasPositions
    projectsFirst = configuration.family == .deberta
    padding = configuration.padding.map { Int32($0) }
    projection = try Self.projection(weights, configuration)
    norm = try weights.norm(
      "\(prefix).LayerNorm",
      width: projectsFirst ? configuration.width : width,
      epsilon: configuration.epsilon
    )
  }

  private static func projection(
    _ weights: EncoderWeights,
    _ configuration: EncoderConfiguration
  ) throws -> DenseLayer? {
    guard configuration.embeddingWidth != configuration.width else { return nil }
    let isElectra = configuration.family == .electra
    return try weights.dense(
      isElectra ? "electra.embeddings_project" : "deberta.embeddings.embed_proj",
      outputs: configuration.width,
      inputs: configuration.embeddingWidth,
      hasBias: isElectra,
      isExact: true
    )
  }

  private static func positions(
    _ weights: EncoderWeights,
    _ configuration: EncoderConfiguration,
    _ prefix: String
  ) throws -> EmbeddingTable? {
    let width = configuration.embeddingWidth
    let rows = configuration.hasPositions ? configuration.positionRows : 1
    guard configuration.hasPositions || configuration.types > 0 else { return nil }
    var table =
      configuration.hasPositions
      ? try weights.floats("\(prefix).position_embeddings.weight", [rows, width])
      : [Float](repeating: 0, count: rows * width)
    if configuration.types > 0 {
      let types = try weights.floats(
        "\(prefix).token_type_embeddings.weight",
        [configuration.types, width]
      )
      for index in table.indices { table[index] += types[index % width] }
    }
    return EmbeddingTable(table, width: width)
  }

  /// Embeds every token of a batch.
  ///
  /// - Parameters:
  ///   - batch: Sequences no longer than the configuration's `maximumTokens`.
  ///   - output: tokens × width.
  ///   - workspace: Scratch of the calling worker.
  /// - Throws: `classifier/token` for an id beyond the table of words.
  func apply(_ batch: TokenBatch, into output: MatrixView, workspace: Workspace) throws {
    let sums =
      projection == nil
      ? output
      : workspace.matrix(Self.slot, rows: batch.ids.count, columns: words.width)
    for sequence in 0..<batch.sequenceCount {
      try embed(batch, batch.offsets[sequence]..<batch.offsets[sequence + 1], into: sums)
    }
    guard let projection else {
      norm.apply(output, into: output)
      return
    }
    if !projectsFirst { norm.apply(sums, into: sums) }
    projection.apply(sums, into: output, workspace: workspace)
    if projectsFirst { norm.apply(output, into: output) }
  }

  private func embed(_ batch: TokenBatch, _ tokens: Range<Int>, into sums: MatrixView) throws {
    var position = padding.map { Int($0) } ?? -1
    for token in tokens {
      let id = batch.ids[token]
      guard id >= 0, id < words.count else {
        throw Diagnostic(
          "classifier/token",
          "the tokenizer gave the id \(id), the model has \(words.count) words"
        )
      }
      sums.row(token).update(repeating: 0)
      words.add(Int(id), to: sums.row(token))
      if id != padding { position += 1 }
      positions?.add(row(of: id, at: position), to: sums.row(token))
    }
  }

  private func row(of id: Int32, at position: Int) -> Int {
    guard countsPositions else { return 0 }
    return id == padding ? Int(id) : position
  }
}
