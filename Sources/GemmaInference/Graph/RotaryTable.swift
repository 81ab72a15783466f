import Glibc
import TensorCompute

/// Cosines and sines of rotary position embedding in its half-split form.
///
/// The paper is that of Su and others, 2021. Frequencies are rounded to 32 bits where transformers rounds them, so that angles far into a
/// text are the same; the functions themselves are taken in double and rounded once.
struct RotaryTable: Sendable {
  private let frequencies: [Float]

  init(_ layer: GemmaLayerConfiguration) {
    let width = layer.headWidth
    frequencies = stride(from: 0, to: width, by: 2).map { index in
      let exponent = Float(index) / Float(width)
      let power = Float(pow(Double(layer.ropeBase), Double(exponent)))
      return 1 / power / layer.ropeFactor
    }
  }

  /// Turns every head of rows whose positions follow each other.
  func rotate(_ matrices: [MatrixView], from position: Int, workspace: Workspace) {
    let half = frequencies.count
    let rows = matrices[0].rows
    let cosines = workspace.floats(Self.cosines, count: rows * half)
    let sines = workspace.floats(Self.sines, count: rows * half)
    for row in 0..<rows { fill(position + row, cosines + row * half, sines + row * half) }
    for matrix in matrices {
      RowFunctions.rotate(
        matrix,
        headWidth: 2 * half,
        cosines: UnsafeBufferPointer(start: cosines, count: rows * half),
        sines: UnsafeBufferPointer(start: sines, count: rows * half)
      )
    }
  }

  private static let cosines = Workspace.Slot("cosines")
  private static let sines = Workspace.Slot("sines")

  private func fill(
    _ position: Int,
    _ cosines: UnsafeMutablePointer<Float>,
    _ sines: UnsafeMutablePointer<Float>
  ) {
    for (index, frequency) in frequencies.enumerated() {
      let angle = Double(Float(position) * frequency)
      cosines[index] = Float(cos(angle))
      sines[index] = Float(sin(angle))
    }
  }
}
