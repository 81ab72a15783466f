import TensorCompute

/// A matrix of its own, its rows some elements apart.
final class TestMatrix {
  let view: MatrixView
  private let base: UnsafeMutablePointer<Float>

  init(rows: Int, columns: Int, gap: Int = 3, fill: (Int) -> Float = { _ in 0 }) {
    let stride = columns + gap
    base = .allocate(capacity: rows * stride + 1)
    base.initialize(repeating: -7, count: rows * stride + 1)
    view = MatrixView(base, rows: rows, columns: columns, stride: stride)
    for index in 0..<rows * columns { view[index / columns, index % columns] = fill(index) }
  }

  convenience init(rows: Int, columns: Int, _ values: [Float]) {
    self.init(rows: rows, columns: columns) { values[$0] }
  }

  deinit { base.deallocate() }

  var values: [Float] { (0..<view.rows).flatMap { Array(view.row($0)) } }

  /// The bits, so that a NaN compares equal to itself.
  var bits: [UInt32] { values.map(\.bitPattern) }

  /// Whether the elements between the rows are as they were.
  var keptGaps: Bool {
    (0..<view.rows).allSatisfy { row in
      (view.columns..<view.stride).allSatisfy { base[row * view.stride + $0] == -7 }
    }
  }
}
