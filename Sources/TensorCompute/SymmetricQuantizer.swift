/// Turns rows of floats into signed bytes around zero.
package enum SymmetricQuantizer {
  /// Quantises each row by its own largest magnitude.
  ///
  /// - Parameters:
  ///   - values: rows × columns, row-major and finite.
  ///   - columns: The width of a row.
  /// - Returns: Bytes in -127 ... 127 and what one step is worth in each row.
  package static func quantize(_ values: [Float], columns: Int) -> (bytes: [Int8], scales: [Float])
  {
    precondition(columns > 0 && values.count % columns == 0)
    var bytes: [Int8] = []
    var scales: [Float] = []
    bytes.reserveCapacity(values.count)
    for start in stride(from: 0, to: values.count, by: columns) {
      let row = values[start..<start + columns]
      let largest = row.reduce(0) { max($0, abs($1)) }
      // Smaller rows are noise, and their reciprocal could overflow.
      let inverse = largest > 1e-30 ? 127 / largest : 0
      scales.append(largest / 127)
      for value in row { bytes.append(Int8((value * inverse).rounded(.toNearestOrEven))) }
    }
    return (bytes, scales)
  }
}
