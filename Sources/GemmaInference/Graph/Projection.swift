import TensorCompute

/// A matrix of weights that rows are multiplied with.
struct Projection: Sendable {
  private let layer: DenseLayer

  init(_ weights: [Float], inputs: Int) { layer = DenseLayer(weights: weights, inputs: inputs) }

  var outputs: Int { layer.outputs }

  func apply(_ input: MatrixView, into output: MatrixView, workspace: Workspace) {
    layer.apply(input, into: output, workspace: workspace)
  }
}
