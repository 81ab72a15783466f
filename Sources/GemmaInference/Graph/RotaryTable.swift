import Glibc

/// Cosines and sines of rotary position embedding in its half-split form (Su et al. 2021).
///
/// Frequencies are rounded to 32 bits where transformers rounds them, so that angles far into a
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

  /// Fills rows of half a head's width for positions that follow each other.
  func fill(
    from position: Int,
    rows: Int,
    cosines: UnsafeMutablePointer<Float>,
    sines: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      let place = row * frequencies.count
      for (index, frequency) in frequencies.enumerated() {
        let angle = Double(Float(position + row) * frequency)
        cosines[place + index] = Float(cos(angle))
        sines[place + index] = Float(sin(angle))
      }
    }
  }
}
