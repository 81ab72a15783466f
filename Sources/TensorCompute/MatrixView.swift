/// A row-major matrix of floats in memory that somebody else owns; valid as long as that memory.
package struct MatrixView {
  package var base: UnsafeMutablePointer<Float>
  package var rows: Int
  package var columns: Int
  /// The distance between rows, in elements; at least `columns`.
  package var stride: Int

  package init(_ base: UnsafeMutablePointer<Float>, rows: Int, columns: Int, stride: Int? = nil) {
    precondition(rows >= 0 && columns >= 0 && (stride ?? columns) >= columns)
    self.base = base
    self.rows = rows
    self.columns = columns
    self.stride = stride ?? columns
  }

  package subscript(row: Int, column: Int) -> Float {
    get { base[row * stride + column] }
    nonmutating set { base[row * stride + column] = newValue }
  }

  /// The elements of one row.
  package func row(_ row: Int) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: base + row * stride, count: columns)
  }

  /// Some neighbouring rows.
  package func rows(_ range: Range<Int>) -> MatrixView {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows)
    return MatrixView(
      base + range.lowerBound * stride,
      rows: range.count,
      columns: columns,
      stride: stride
    )
  }

  /// Some neighbouring columns, such as those of one head.
  package func columns(_ range: Range<Int>) -> MatrixView {
    precondition(range.lowerBound >= 0 && range.upperBound <= columns)
    return MatrixView(base + range.lowerBound, rows: rows, columns: range.count, stride: stride)
  }
}
