import TensorCompute

/// What DeBERTa's first versions add behind the first layer: a convolution of the embeddings over
/// neighbouring tokens, normalised together with what the layer made of them.
struct NeighbourConvolution: Sendable {
  private static let neighbours = Workspace.Slot("neighbours")
  private static let convolved = Workspace.Slot("convolved")

  /// From the states of all neighbours, side by side.
  private let layer: DenseLayer
  private let activation: Activation
  private let norm: LayerNorm
  /// Neighbours on either side that count.
  private let reach: Int

  init(
    _ weights: EncoderWeights,
    _ configuration: EncoderConfiguration,
    _ options: ConvolutionConfiguration
  ) throws {
    let (width, size) = (configuration.width, options.kernelSize)
    let name = "deberta.encoder.conv"
    let stored = try weights.floats("\(name).conv.weight", [width, width, size])
    // From output × input × neighbour to output × neighbour × input.
    var values: [Float] = []
    values.reserveCapacity(stored.count)
    for output in 0..<width {
      for neighbour in 0..<size {
        for input in 0..<width {
          values.append(stored[(output * width + input) * size + neighbour])
        }
      }
    }
    layer = DenseLayer(
      weights: values,
      bias: try weights.floats("\(name).conv.bias", [width]),
      inputs: width * size
    )
    activation = options.activation
    norm = try weights.norm("\(name).LayerNorm", width: width, epsilon: configuration.epsilon)
    reach = size / 2
  }

  /// Convolves the embeddings of every sequence by itself; beyond its ends stand zeros.
  ///
  /// - Parameters:
  ///   - embeddings: Of every token.
  ///   - offsets: Where each sequence begins, and the number of tokens at the end.
  ///   - workspace: Owns the result until the next call.
  /// - Returns: tokens × width.
  func apply(_ embeddings: MatrixView, offsets: [Int], workspace: Workspace) -> MatrixView {
    let width = embeddings.columns
    let input = workspace.matrix(Self.neighbours, rows: embeddings.rows, columns: layer.inputs)
    for (start, end) in zip(offsets, offsets.dropFirst()) {
      for token in start..<end {
        for (place, neighbour) in (token - reach...token + reach).enumerated() {
          let cell = input.columns(place * width..<(place + 1) * width).row(token)
          if start..<end ~= neighbour {
            _ = cell.update(fromContentsOf: embeddings.row(neighbour))
          } else {
            cell.update(repeating: 0)
          }
        }
      }
    }
    let output = workspace.matrix(Self.convolved, rows: embeddings.rows, columns: width)
    layer.apply(input, into: output, activation: activation, workspace: workspace)
    return output
  }

  /// Adds what was convolved to the first layer's states, and normalises the sums.
  ///
  /// - Parameters:
  ///   - convolved: Of every token.
  ///   - tokens: The token that each row of states is of.
  ///   - states: Replaced.
  func join(_ convolved: MatrixView, of tokens: some Sequence<Int>, to states: MatrixView) {
    for (row, token) in tokens.enumerated() {
      let (sum, addend) = (states.row(row), convolved.row(token))
      for column in sum.indices { sum[column] += addend[column] }
    }
    norm.apply(states, into: states)
  }
}
