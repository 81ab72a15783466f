import CInferenceKernels

/// `activation(input · Gᵀ) ⊙ (input · Uᵀ)`: the first half of a gated feed-forward layer (Shazeer 2020).
package struct GatedProduct: Sendable {
  package let gate: PackedMatrix
  package let up: PackedMatrix
  package let activation: Activation

  /// Takes two matrices of one shape.
  package init(gate: PackedMatrix, up: PackedMatrix, activation: Activation = .geluTanh) {
    precondition(gate.inputs == up.inputs && gate.outputs == up.outputs, "one shape")
    precondition(gate.instructionSet == up.instructionSet)
    self.gate = gate
    self.up = up
    self.activation = activation
  }

  /// Panels of the gate that are multiplied before the same ones of the other matrix: few enough to
  /// find their products near by, many enough to read each matrix in long runs.
  private static let run = 4

  /// Computes both products and combines them while they are near.
  ///
  /// - Parameters:
  ///   - input: rows × inputs.
  ///   - output: rows × outputs; not the input.
  ///   - threads: Who multiplies, each a share of the outputs.
  ///   - workspace: Scratch of the calling worker.
  package func apply(
    _ input: MatrixView,
    into output: MatrixView,
    on threads: WorkerThreads,
    workspace: Workspace
  ) {
    guard input.rows > 0 else { return }
    let rows = PreparedRows(input, for: gate, on: threads, workspace)
    let others =
      gate.format.isQuantized == up.format.isQuantized
      ? rows : PreparedRows(input, for: up, on: threads, workspace)
    let scratch = gate.scratch(rows: input.rows, threads, workspace)
    let kernels = gate.instructionSet.kernels
    threads.run(parts: threads.count) { part in
      let share = threads.share(part, of: gate.panels)
      for first in stride(from: share.lowerBound, to: share.upperBound, by: Self.run) {
        let panels = first..<min(first + Self.run, share.upperBound)
        var gates = gate.call(rows, into: output, panels)
        gates.scratch = scratch.of(part)
        kernels.multiply_packed(&gates)
        var ups = up.call(others, into: output, panels)
        (ups.gated, ups.activation) = (1, activation.number)
        ups.scratch = scratch.of(part)
        kernels.multiply_packed(&ups)
      }
    }
  }
}
