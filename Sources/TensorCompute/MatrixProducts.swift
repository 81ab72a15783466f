import CInferenceKernels

/// Products and softmax of matrices that are made on the way, such as scores of attention.
package enum MatrixProducts {
  private static let packedSlot = Workspace.Slot("packed product")
  private static let transposedSlot = Workspace.Slot("transposed product")

  /// `output = left · rightᵀ`; left is m × k, right n × k, output m × n.
  package static func multiplyTransposed(
    _ left: MatrixView,
    _ right: MatrixView,
    into output: MatrixView,
    workspace: Workspace
  ) {
    precondition(left.columns == right.columns)
    precondition(output.rows == left.rows && output.columns == right.rows)
    guard left.rows > 0, right.rows > 0 else { return }
    let kernels = InstructionSet.best.kernels
    let size = kernels.f32_packed_size(right.rows, right.columns)
    let packed = workspace.bytes(packedSlot, count: size)
    let dense = contiguous(right, workspace: workspace)
    kernels.pack_f32(dense, right.rows, right.columns, packed)
    var product = gsk_product()
    product.x = UnsafePointer(left.base)
    product.rows = left.rows
    product.inputs = left.columns
    product.outputs = right.rows
    product.x_stride = left.stride
    product.y = output.base
    product.y_stride = output.stride
    kernels.multiply_f32(&product, packed)
  }

  /// `output = left · right`; left is m × k, right k × n, output m × n.
  package static func multiply(
    _ left: MatrixView,
    _ right: MatrixView,
    into output: MatrixView,
    workspace: Workspace
  ) {
    precondition(left.columns == right.rows)
    let turned = workspace.matrix(transposedSlot, rows: right.columns, columns: right.rows)
    for row in 0..<right.rows {
      for column in 0..<right.columns { turned[column, row] = right[row, column] }
    }
    multiplyTransposed(left, turned, into: output, workspace: workspace)
  }

  /// Replaces each row by `softmax(row · scale)`.
  package static func softmaxRows(_ matrix: MatrixView, scale: Float = 1) {
    InstructionSet.best.kernels.softmax(
      matrix.base,
      matrix.rows,
      matrix.columns,
      matrix.stride,
      scale
    )
  }

  private static let contiguousSlot = Workspace.Slot("contiguous product")

  private static func contiguous(_ matrix: MatrixView, workspace: Workspace) -> UnsafePointer<Float>
  {
    guard matrix.stride != matrix.columns else { return UnsafePointer(matrix.base) }
    let copy = workspace.matrix(contiguousSlot, rows: matrix.rows, columns: matrix.columns)
    for row in 0..<matrix.rows { _ = copy.row(row).update(fromContentsOf: matrix.row(row)) }
    return UnsafePointer(copy.base)
  }
}
