import CInferenceKernels

/// Rows of activations as products read them, in the caller's workspace.
struct PreparedRows {
  let start: UnsafeRawPointer
  let rows: Int

  private static let bytes = Workspace.Slot("prepared bytes")
  private static let floats = Workspace.Slot("prepared floats")

  /// Prepares rows for a matrix and for all others of its kind with as many inputs.
  init(
    _ input: MatrixView,
    for matrix: PackedMatrix,
    on threads: WorkerThreads,
    _ workspace: Workspace
  ) {
    precondition(input.columns == matrix.inputs, "as many columns as inputs")
    let kernels = matrix.instructionSet.kernels
    let (format, rows) = (matrix.format, input.rows)
    let prepared = workspace.bytes(
      format.isQuantized ? Self.bytes : Self.floats,
      count: kernels.prepared_size(format.number, rows, input.columns)
    )
    let tile = kernels.tile_rows
    let tiles = (rows + tile - 1) / tile
    threads.run(parts: min(tiles, threads.count)) { part in
      let parts = min(tiles, threads.count)
      let (first, last) = (tiles * part / parts * tile, tiles * (part + 1) / parts * tile)
      kernels.prepare_rows(
        format.number,
        input.base,
        first,
        min(last, rows),
        input.columns,
        input.stride,
        prepared
      )
    }
    start = UnsafeRawPointer(prepared)
    self.rows = rows
  }
}
