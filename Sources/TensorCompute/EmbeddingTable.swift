import CInferenceKernels

/// Rows of an embedding, as floats or as signed bytes with one scale a row.
package struct EmbeddingTable: Sendable {
  package let width: Int
  package let count: Int
  private let floats: [Float]
  private let bytes: [Int8]
  private let scales: [Float]

  /// Keeps rows of floats, count × width.
  package init(_ rows: [Float], width: Int) {
    precondition(width > 0 && rows.count % width == 0)
    self.width = width
    count = rows.count / width
    floats = rows
    bytes = []
    scales = []
  }

  /// Keeps rows of bytes, count × width, with what one step of each row is worth.
  package init(quantizedRows: [Int8], scales: [Float], width: Int) {
    precondition(width > 0 && quantizedRows.count == scales.count * width)
    self.width = width
    count = scales.count
    floats = []
    bytes = quantizedRows
    self.scales = scales
  }

  /// Adds a row of the table to a row of a matrix.
  package func add(_ index: Int, to row: UnsafeMutableBufferPointer<Float>) {
    precondition(index >= 0 && index < count && row.count == width)
    guard let base = row.baseAddress else { return }
    let kernels = InstructionSet.best.kernels
    let start = index * width
    if scales.isEmpty {
      floats.withUnsafeBufferPointer {
        kernels.add_f32_row($0.baseAddress.unsafelyUnwrapped + start, width, base)
      }
    } else {
      bytes.withUnsafeBufferPointer {
        kernels.add_s8_row($0.baseAddress.unsafelyUnwrapped + start, scales[index], width, base)
      }
    }
  }
}
