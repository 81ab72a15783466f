import TensorCompute

/// Cosines and sines of some rows, each half a head's width.
struct RotaryAngles {
  let cosines: UnsafeBufferPointer<Float>
  let sines: UnsafeBufferPointer<Float>
  let headWidth: Int

  /// Turns every head of the rows.
  func rotate(_ matrix: MatrixView) {
    RowFunctions.rotate(matrix, headWidth: headWidth, cosines: cosines, sines: sines)
  }
}
