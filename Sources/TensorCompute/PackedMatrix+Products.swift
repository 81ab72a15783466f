import CInferenceKernels

extension PackedMatrix {
  private static let scratch = Workspace.Slot("panel sums")
  private static let chosenSlot = Workspace.Slot("chosen panel")

  /// `output = input · Wᵀ (+ residual)`.
  ///
  /// - Parameters:
  ///   - input: rows × inputs.
  ///   - output: rows × outputs; not the input.
  ///   - residual: rows × outputs, added to the product; may be the output itself.
  ///   - threads: Who multiplies, each a share of the outputs.
  ///   - workspace: Scratch of the calling worker.
  package func apply(
    _ input: MatrixView,
    into output: MatrixView,
    adding residual: MatrixView? = nil,
    on threads: WorkerThreads,
    workspace: Workspace
  ) {
    precondition(residual.map { $0.rows == output.rows && $0.columns == outputs } ?? true)
    guard input.rows > 0 else { return }
    let rows = PreparedRows(input, for: self, on: threads, workspace)
    let scratch = scratch(rows: input.rows, threads, workspace)
    threads.run(parts: threads.count) { part in
      var call = call(rows, into: output, threads.share(part, of: panels))
      call.residual = residual.map { UnsafePointer($0.base) }
      call.residual_stride = residual?.stride ?? 0
      call.scratch = scratch.of(part)
      instructionSet.kernels.multiply_packed(&call)
    }
  }

  /// The products with a few outputs alone, such as the logits of two tokens.
  ///
  /// - Parameters:
  ///   - chosen: Which outputs, in any order.
  ///   - input: rows × inputs.
  ///   - output: rows × the number chosen; the same bits that a product with all outputs has there.
  ///   - workspace: Scratch of the calling worker, who does it alone.
  package func apply(
    outputs chosen: [Int],
    to input: MatrixView,
    into output: MatrixView,
    workspace: Workspace
  ) {
    precondition(output.rows == input.rows && output.columns == chosen.count)
    guard input.rows > 0 else { return }
    let alone = WorkerThreads(count: 1)
    let rows = PreparedRows(input, for: self, on: alone, workspace)
    let scratch = scratch(rows: input.rows, alone, workspace)
    let products = workspace.matrix(Self.chosenSlot, rows: input.rows, columns: Self.panel)
    for (column, chosen) in chosen.enumerated() {
      precondition(chosen >= 0 && chosen < outputs, "an output of the matrix")
      var call = gsk_panels()
      call.format = format.number
      (call.inputs, call.outputs) = (inputs, Self.panel)
      call.packed = UnsafeRawPointer(piece.start) + chosen / Self.panel * panelSize
      (call.first_panel, call.last_panel) = (0, 1)
      (call.prepared, call.rows) = (rows.start, rows.rows)
      (call.y, call.y_stride) = (products.base, products.stride)
      call.scratch = scratch.of(0)
      instructionSet.kernels.multiply_packed(&call)
      for row in 0..<input.rows { output[row, column] = products[row, chosen % Self.panel] }
    }
  }

  /// The product of prepared rows and some panels, without scratch yet.
  func call(_ rows: PreparedRows, into output: MatrixView, _ panels: Range<Int>) -> gsk_panels {
    precondition(output.rows == rows.rows && output.columns == outputs)
    var call = gsk_panels()
    call.format = format.number
    (call.inputs, call.outputs) = (inputs, outputs)
    call.packed = UnsafeRawPointer(piece.start)
    (call.first_panel, call.last_panel) = (panels.lowerBound, panels.upperBound)
    (call.prepared, call.rows) = (rows.start, rows.rows)
    (call.y, call.y_stride) = (output.base, output.stride)
    return call
  }

  /// Room for sums, for each part of the work its own.
  struct Scratch {
    let base: UnsafeMutableRawPointer
    let byteCount: Int

    func of(_ part: Int) -> UnsafeMutableRawPointer { base + part * byteCount }
  }

  func scratch(rows: Int, _ threads: WorkerThreads, _ workspace: Workspace) -> Scratch {
    let size = (instructionSet.kernels.panels_scratch(rows) + 127) / 128 * 128
    return Scratch(
      base: workspace.bytes(Self.scratch, count: size * threads.count),
      byteCount: size
    )
  }
}
