import Checkpoints
import Diagnostics
import TensorCompute

/// An encoder with its head: from packed token ids to raw outputs, one row a sequence.
package struct EncoderModel: Sendable {
  private static let states = Workspace.Slot("states")
  private static let first = Workspace.Slot("first states")
  private static let logits = Workspace.Slot("logits")

  package let configuration: EncoderConfiguration
  package let precision: EncoderPrecision
  private let embeddings: EncoderEmbeddings
  private let layers: [EncoderLayer]
  /// Behind the first layer.
  private let convolution: NeighbourConvolution?
  private let head: ClassificationHead

  /// Outputs of each head; one head but for models with several.
  package var groups: [Int] { head.groups }

  package var outputs: Int { head.outputs }

  /// Whether several linear heads stand on the encoder.
  package var isMultiHead: Bool { head.isMultiHead }

  /// Reads and packs the weights of a checkpoint.
  ///
  /// - Parameters:
  ///   - folder: With `config.json` and safetensors.
  ///   - precision: In what to compute; nil for what the weights are stored in.
  /// - Throws: A diagnostic that names file and field or tensor.
  package init(_ folder: CheckpointFolder, precision: EncoderPrecision? = nil) throws {
    let configuration = try EncoderConfiguration(try ModelConfiguration(folder))
    let precision = precision ?? (configuration.isInBytes ? .int8 : .float32)
    let weights = EncoderWeights(weights: try CheckpointWeights(folder), precision: precision)
    let relativeRows = try Self.relativeRows(weights, configuration)
    embeddings = try EncoderEmbeddings(weights, configuration)
    layers = try (0..<configuration.layers).map { number in
      try EncoderLayer(weights, configuration, number: number, relativeRows: relativeRows)
    }
    convolution = try configuration.convolution.map {
      try NeighbourConvolution(weights, configuration, $0)
    }
    head = try ClassificationHead(weights, configuration)
    self.configuration = configuration
    self.precision = precision
  }

  /// DeBERTa's table of distances, which all layers share.
  private static func relativeRows(
    _ weights: EncoderWeights,
    _ configuration: EncoderConfiguration
  ) throws -> [Float] {
    guard let options = configuration.disentangled, options.isRelative else { return [] }
    let width = configuration.width
    let rows = 2 * options.span
    var values = try weights.floats("deberta.encoder.rel_embeddings.weight", [rows, width])
    guard options.normalizesTable else { return values }
    let norm = try weights.norm(
      "deberta.encoder.LayerNorm",
      width: width,
      epsilon: configuration.epsilon
    )
    values.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let view = MatrixView(base, rows: rows, columns: width)
      norm.apply(view, into: view)
    }
    return values
  }

  /// Computes the outputs of every sequence; a row does not depend on the other sequences.
  ///
  /// - Parameters:
  ///   - batch: Sequences of 1 to the configuration's `maximumTokens` ids.
  ///   - result: Receives sequences × outputs in place of what it held.
  ///   - workspace: Scratch of the calling worker.
  /// - Throws: `classifier/token` for an id that the model does not have, `classifier/length`.
  package func computeLogits(
    _ batch: TokenBatch,
    into result: inout [Float],
    workspace: Workspace
  ) throws {
    for (start, end) in zip(batch.offsets, batch.offsets.dropFirst()) {
      guard 1...configuration.maximumTokens ~= end - start else {
        throw Diagnostic(
          "classifier/length",
          "a sequence has \(end - start) tokens, the model takes 1 to "
            + "\(configuration.maximumTokens)"
        )
      }
    }
    let first = try encode(batch, workspace: workspace)
    let logits = workspace.matrix(Self.logits, rows: first.rows, columns: head.outputs)
    head.apply(first, into: logits, workspace: workspace)
    result.removeAll(keepingCapacity: true)
    for row in 0..<logits.rows { result.append(contentsOf: logits.row(row)) }
  }

  /// The last states of first tokens, sequences × width; the workspace owns them.
  private func encode(_ batch: TokenBatch, workspace: Workspace) throws -> MatrixView {
    let (width, offsets) = (configuration.width, batch.offsets)
    let states = workspace.matrix(Self.states, rows: batch.ids.count, columns: width)
    try embeddings.apply(batch, into: states, workspace: workspace)
    // Of the embeddings, which the first layer replaces.
    let convolved = convolution?.apply(states, offsets: offsets, workspace: workspace)
    for (number, layer) in layers.dropLast().enumerated() {
      layer.apply(states, offsets: offsets, workspace: workspace)
      if number == 0, let convolved {
        convolution?.join(convolved, of: 0..<states.rows, to: states)
      }
    }
    let first = workspace.matrix(Self.first, rows: batch.sequenceCount, columns: width)
    layers.last?.applyToFirst(states, offsets: offsets, into: first, workspace: workspace)
    if layers.count == 1, let convolved {
      convolution?.join(convolved, of: offsets.dropLast(), to: first)
    }
    return first
  }
}
