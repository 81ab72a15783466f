import CInferenceKernels

/// Divides by the root of the mean square, then applies a gain (Zhang and Sennrich 2019).
package struct RMSNorm: Sendable {
  package let width: Int
  private let gain: [Float]
  private let epsilon: Float

  /// Takes the gain as it is multiplied with; Gemma's checkpoints hold it less one.
  package init(gain: [Float], epsilon: Float) {
    precondition(!gain.isEmpty)
    width = gain.count
    self.gain = gain
    self.epsilon = epsilon
  }

  /// Normalises every row, or every `width` columns of it, such as each head, by themselves.
  ///
  /// - Parameters:
  ///   - input: Its columns are a multiple of `width`.
  ///   - output: As the input, and may be the input.
  ///   - residual: Added to the result; may be the output.
  package func apply(
    _ input: MatrixView,
    into output: MatrixView,
    adding residual: MatrixView? = nil
  ) {
    precondition(input.columns % width == 0 && output.columns == input.columns)
    precondition(output.rows == input.rows)
    precondition(residual.map { $0.rows == input.rows && $0.columns == input.columns } ?? true)
    gain.withUnsafeBufferPointer { gain in
      var call = gsk_rms_norm()
      call.x = UnsafePointer(input.base)
      (call.rows, call.groups, call.width) = (input.rows, input.columns / width, width)
      call.x_stride = input.stride
      call.gain = gain.baseAddress
      call.epsilon = epsilon
      call.residual = residual.map { UnsafePointer($0.base) }
      call.residual_stride = residual?.stride ?? 0
      (call.y, call.y_stride) = (output.base, output.stride)
      InstructionSet.best.kernels.rms_norm(&call)
    }
  }
}
