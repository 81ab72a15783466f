import CInferenceKernels
import Synchronization

extension PackedMatrix {
  /// Packs rows that are made on the way.
  ///
  /// - Parameters:
  ///   - format: How to keep them.
  ///   - outputs: The number of rows.
  ///   - inputs: Numbers in a row; a multiple of 32 for quantised formats.
  ///   - instructionSet: For which CPU.
  ///   - memory: Where they go.
  ///   - threads: Who packs, and who calls `fill`, side by side.
  ///   - fill: Writes the rows of some neighbouring outputs, at most 16, one after another.
  /// - Throws: Where the system has no room.
  package init(
    _ format: Format,
    outputs: Int,
    inputs: Int,
    instructionSet: InstructionSet = .best,
    memory: PackedMemory = PackedMemory(),
    on threads: WorkerThreads,
    fill: (Range<Int>, UnsafeMutableBufferPointer<Float>) -> Void
  ) throws(MemoryUnavailable) {
    try self.init(format, outputs, inputs, instructionSet, memory, threads) { panels, pack in
      let rows = UnsafeMutableBufferPointer<Float>.allocate(capacity: Self.panel * inputs)
      rows.initialize(repeating: 0)
      defer { rows.deallocate() }
      guard let base = rows.baseAddress else { return }
      for panel in panels {
        let range = panel * Self.panel..<min((panel + 1) * Self.panel, outputs)
        fill(range, UnsafeMutableBufferPointer(rebasing: rows[..<(range.count * inputs)]))
        pack(panel, .float32, base)
      }
    }
  }

  /// Packs rows that are read on the way in the encoding they are stored in.
  ///
  /// Rows in the encoding of the format are taken as they are; others are converted, or quantised
  /// block by block. Q4_K in `q4WithMinimum` keeps its nibbles, its scales are rounded to float16.
  ///
  /// - Parameters:
  ///   - format: How to keep them.
  ///   - outputs: The number of rows.
  ///   - inputs: Numbers in a row; a multiple of 32 for quantised formats.
  ///   - encoding: How rows stand there.
  ///   - instructionSet: For which CPU.
  ///   - memory: Where they go.
  ///   - threads: Who packs, and who calls `fill`, side by side.
  ///   - fill: Writes the bytes of the rows of some neighbouring outputs, at most 16.
  /// - Throws: Where the system has no room.
  package init(
    _ format: Format,
    outputs: Int,
    inputs: Int,
    encoding: RowEncoding,
    instructionSet: InstructionSet = .best,
    memory: PackedMemory = PackedMemory(),
    on threads: WorkerThreads,
    fill: (Range<Int>, UnsafeMutableRawBufferPointer) -> Void
  ) throws(MemoryUnavailable) {
    precondition(inputs % encoding.inputMultiple == 0, "whole blocks")
    let rowSize = encoding.byteCount(inputs: inputs)
    try self.init(format, outputs, inputs, instructionSet, memory, threads) { panels, pack in
      let rows = UnsafeMutableRawBufferPointer.allocate(
        byteCount: Self.panel * rowSize,
        alignment: 64
      )
      rows.initializeMemory(as: UInt8.self, repeating: 0)
      defer { rows.deallocate() }
      guard let base = rows.baseAddress else { return }
      for panel in panels {
        let range = panel * Self.panel..<min((panel + 1) * Self.panel, outputs)
        fill(range, UnsafeMutableRawBufferPointer(rebasing: rows[..<(range.count * rowSize)]))
        pack(panel, encoding, base)
      }
    }
  }

  /// Packs panels from wherever a part of the work finds their rows.
  private init(
    _ format: Format,
    _ outputs: Int,
    _ inputs: Int,
    _ instructionSet: InstructionSet,
    _ memory: PackedMemory,
    _ threads: WorkerThreads,
    part: (Range<Int>, (Int, RowEncoding, UnsafeRawPointer) -> Void) -> Void
  ) throws(MemoryUnavailable) {
    precondition(outputs > 0 && inputs > 0, "a matrix has rows and columns")
    precondition(inputs % format.inputMultiple == 0, "quantised formats take 32 inputs at a time")
    let kernels = instructionSet.kernels
    let panels = (outputs + Self.panel - 1) / Self.panel
    let size = kernels.panel_size(format.number, inputs)
    // The last loads of a panel may look past it.
    let piece = try memory.piece(byteCount: panels * size + 64)
    let damaged = Atomic(Int.max)
    threads.run(parts: threads.count) { index in
      part(threads.share(index, of: panels)) { panel, encoding, rows in
        let first = panel * Self.panel
        let count = min(Self.panel, outputs - first)
        let bad = kernels.pack_panel(
          format.number,
          encoding.number,
          rows,
          count,
          inputs,
          piece.start + panel * size
        )
        if bad >= 0 { damaged.min(first + Int(bad), ordering: .relaxed) }
      }
    }
    let first = damaged.load(ordering: .relaxed)
    self.init(
      format,
      outputs: outputs,
      inputs: inputs,
      instructionSet: instructionSet,
      firstDamagedOutput: first == .max ? nil : first,
      piece: piece
    )
  }
}
