import CInferenceKernels

/// Matrices that are multiplied with the same rows in one go, such as those of query, key and value.
package struct PackedMatrixGroup: Sendable {
  package let matrices: [PackedMatrix]

  /// Takes matrices of as many inputs each; their formats may differ.
  package init(_ matrices: [PackedMatrix]) {
    precondition(matrices.allSatisfy { $0.inputs == matrices[0].inputs }, "one width of input")
    precondition(matrices.allSatisfy { $0.instructionSet == matrices[0].instructionSet })
    self.matrices = matrices
  }

  /// The outputs of all matrices.
  package var outputs: Int { matrices.reduce(0) { $0 + $1.outputs } }

  /// Writes the products side by side.
  ///
  /// - Parameters:
  ///   - input: rows × inputs.
  ///   - output: rows × the outputs of all matrices, those of the first first; not the input.
  ///   - threads: Who multiplies, each a share of the bytes of weights.
  ///   - workspace: Scratch of the calling worker.
  package func apply(
    _ input: MatrixView,
    into output: MatrixView,
    on threads: WorkerThreads,
    workspace: Workspace
  ) {
    precondition(output.columns == outputs && output.rows == input.rows)
    guard input.rows > 0, let widest = matrices.first else { return }
    let floats = matrices.first { !$0.format.isQuantized }
      .map { PreparedRows(input, for: $0, on: threads, workspace) }
    let bytes = matrices.first { $0.format.isQuantized }
      .map { PreparedRows(input, for: $0, on: threads, workspace) }
    let scratch = widest.scratch(rows: input.rows, threads, workspace)
    let total = matrices.reduce(0) { $0 + $1.byteCount }
    threads.run(parts: threads.count) { part in
      let share = threads.share(part, of: total)
      var (column, start) = (0, 0)
      for matrix in matrices {
        let panels = Self.panels(of: matrix, from: start, in: share)
        if !panels.isEmpty, let rows = matrix.format.isQuantized ? bytes : floats {
          let columns = output.columns(column..<column + matrix.outputs)
          var call = matrix.call(rows, into: columns, panels)
          call.scratch = scratch.of(part)
          matrix.instructionSet.kernels.multiply_packed(&call)
        }
        column += matrix.outputs
        start += matrix.byteCount
      }
    }
  }

  /// The panels of a matrix that begin in a share of the bytes of all.
  private static func panels(of matrix: PackedMatrix, from start: Int, in share: Range<Int>)
    -> Range<Int>
  {
    func first(_ byte: Int) -> Int {
      min(max(0, byte - start + matrix.panelSize - 1) / matrix.panelSize, matrix.panels)
    }
    return first(share.lowerBound)..<first(share.upperBound)
  }
}
