import Glibc
import TensorCompute

/// Cosines and sines of rotary position embedding in its half-split form.
///
/// The paper is that of Su and others, 2021. Frequencies are rounded to 32 bits where transformers
/// rounds them, so that angles far into a text are the same; the functions themselves are taken in
/// double and rounded once.
struct RotaryTable: Sendable, Equatable {
  private let frequencies: [Float]

  init(_ layer: GemmaLayerConfiguration) {
    let width = layer.headWidth
    frequencies = stride(from: 0, to: width, by: 2).map { index in
      // What no position turns has the frequency 0.
      guard index / 2 < layer.rotatedPairs else { return 0 }
      let exponent = Float(index) / Float(width)
      let power = Float(pow(Double(layer.ropeBase), Double(exponent)))
      return 1 / power / layer.ropeFactor
    }
  }

  /// Computes the angles of rows, once for all layers that share this table.
  ///
  /// - Parameters:
  ///   - segments: Whose rows follow each other from the session's position on.
  ///   - number: Tells apart the tables of a model.
  ///   - workspace: Holds the result until the next call with this number.
  /// - Returns: rows × half a head's width of each function.
  func angles(of segments: [Segment], number: Int, workspace: Workspace) -> RotaryAngles {
    let half = frequencies.count
    let rows = segments.last?.rows.upperBound ?? 0
    let cosines = workspace.floats(.init("cosines \(number)"), count: rows * half)
    let sines = workspace.floats(.init("sines \(number)"), count: rows * half)
    for segment in segments {
      for (step, row) in segment.rows.enumerated() {
        fill(segment.session.position + step, cosines + row * half, sines + row * half)
      }
    }
    return RotaryAngles(
      cosines: UnsafeBufferPointer(start: cosines, count: rows * half),
      sines: UnsafeBufferPointer(start: sines, count: rows * half),
      headWidth: 2 * half
    )
  }

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
