import CInferenceKernels

/// Brings each row to mean 0 and variance 1, then applies a gain and a bias (Ba, Kiros, Hinton 2016).
package struct LayerNorm: Sendable {
  package let width: Int
  private let gain: [Float]
  private let bias: [Float]
  private let epsilon: Float

  package init(gain: [Float], bias: [Float], epsilon: Float) {
    precondition(gain.count == bias.count)
    width = gain.count
    self.gain = gain
    self.bias = bias
    self.epsilon = epsilon
  }

  /// Normalises every row; the output may be the input.
  package func apply(_ input: MatrixView, into output: MatrixView) {
    precondition(input.columns == width && output.columns == width && input.rows == output.rows)
    InstructionSet.best.kernels.layer_norm(
      input.base,
      input.rows,
      width,
      input.stride,
      gain,
      bias,
      epsilon,
      output.base,
      output.stride
    )
  }
}
