import TensorCompute

extension PackedMatrix {
  /// Packs rows that lie one after another.
  init(
    _ format: Format,
    outputs: Int,
    inputs: Int,
    encoding: RowEncoding,
    bytes: UnsafeRawBufferPointer,
    instructionSet: InstructionSet = .best,
    on threads: WorkerThreads
  ) throws(MemoryUnavailable) {
    let rowSize = encoding.byteCount(inputs: inputs)
    precondition(bytes.count == outputs * rowSize, "bytes of all rows")
    try self.init(
      format,
      outputs: outputs,
      inputs: inputs,
      encoding: encoding,
      instructionSet: instructionSet,
      on: threads
    ) { rows, target in
      let part = rows.lowerBound * rowSize..<rows.upperBound * rowSize
      target.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[part]))
    }
  }
}
