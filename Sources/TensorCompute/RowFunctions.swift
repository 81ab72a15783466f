import CInferenceKernels

/// Functions of whole rows that a decoder needs between and after its products, all in place.
package enum RowFunctions {
  /// Turns each head's pairs of numbers by the angles of its row (Su and others 2021).
  ///
  /// Number `k` goes with `k + headWidth / 2`.
  ///
  /// - Parameters:
  ///   - matrix: rows × (heads · headWidth).
  ///   - headWidth: Even.
  ///   - cosines: rows × headWidth / 2, without gaps, as are `sines`.
  ///   - sines: Of the same angles.
  package static func rotate(
    _ matrix: MatrixView,
    headWidth: Int,
    cosines: UnsafeBufferPointer<Float>,
    sines: UnsafeBufferPointer<Float>
  ) {
    precondition(headWidth > 0 && headWidth % 2 == 0 && matrix.columns % headWidth == 0)
    let angles = matrix.rows * headWidth / 2
    precondition(cosines.count >= angles && sines.count >= angles, "angles of all rows")
    InstructionSet.best.kernels.rotate(
      matrix.base,
      matrix.rows,
      matrix.columns / headWidth,
      headWidth,
      matrix.stride,
      cosines.baseAddress,
      sines.baseAddress
    )
  }

  /// Replaces `x` by `cap · tanh(x / cap)`.
  package static func softCap(_ matrix: MatrixView, cap: Float) {
    precondition(cap > 0)
    for row in 0..<matrix.rows {
      InstructionSet.best.kernels.soft_cap(
        matrix.base + row * matrix.stride,
        matrix.columns,
        cap
      )
    }
  }

  /// `log Σ eˣ`; NaN if any of the numbers is.
  package static func logSumExp(_ row: UnsafeBufferPointer<Float>) -> Float {
    InstructionSet.best.kernels.log_sum_exp(row.baseAddress, row.count)
  }
}
