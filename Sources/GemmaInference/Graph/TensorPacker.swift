import Checkpoints
import Diagnostics
import Synchronization
import TensorCompute

/// Reads tensors from their files straight into packed matrices, a few rows at a time.
struct TensorPacker {
  private let weights: any ModelWeights
  private let precision: GemmaPrecision
  /// Small matrices share large pages.
  private let memory = PackedMemory()

  init(_ weights: any ModelWeights, _ precision: GemmaPrecision) {
    self.weights = weights
    self.precision = precision
  }

  /// Packs a whole matrix.
  ///
  /// - Parameters:
  ///   - tensor: Of two dimensions.
  ///   - threads: Who packs.
  /// - Returns: The matrix, every weight of it finite.
  /// - Throws: `gemma/memory`, `gemma/not-finite`, or that the file cannot be read.
  func matrix(_ tensor: TensorDescription, on threads: WorkerThreads) throws -> PackedMatrix {
    weights.announce(tensor.name)
    return try pack(TensorRows(tensor, of: weights), memory, threads)
  }

  /// Packs neighbouring rows, such as one expert's of a tensor of all.
  ///
  /// - Parameters:
  ///   - range: Of all rows of the tensor, whatever its dimensions.
  ///   - tensor: Of two dimensions or more.
  ///   - threads: Who packs.
  /// - Returns: The matrix, every weight of it finite.
  /// - Throws: As `matrix`.
  func matrix(
    rows range: Range<Int>,
    of tensor: TensorDescription,
    on threads: WorkerThreads
  ) throws -> PackedMatrix {
    try pack(TensorRows(tensor, range, of: weights), memory, threads)
  }

  /// Packs some rows of a matrix in the order given, the same bits that the whole matrix has there.
  ///
  /// - Throws: As `matrix`.
  func rows(_ chosen: [Int], of tensor: TensorDescription) throws -> PackedMatrix {
    let memory = PackedMemory(blockByteCount: 1)
    return try pack(TensorRows(tensor, chosen, of: weights), memory, WorkerThreads(count: 1))
  }

  private func pack(
    _ rows: TensorRows,
    _ memory: PackedMemory,
    _ threads: WorkerThreads
  ) throws -> PackedMatrix {
    let failure = Mutex<(any Error)?>(nil)
    let matrix: PackedMatrix
    do {
      matrix = try packed(rows, memory, threads) { error in failure.withLock { $0 = $0 ?? error } }
    } catch {
      throw rows.problem(
        "gemma/memory",
        "there is no memory for the \(error.byteCount) bytes of `\(rows.tensor.name)`"
      )
    }
    if let error = failure.withLock({ $0 }) { throw error }
    if let output = matrix.firstDamagedOutput { throw rows.damage(in: output) }
    return matrix
  }

  /// The matrix, whatever its rows are; what reading them throws is told to `onFailure`, by any thread.
  private func packed(
    _ rows: TensorRows,
    _ memory: PackedMemory,
    _ threads: WorkerThreads,
    onFailure: @Sendable (any Error) -> Void
  ) throws(MemoryUnavailable) -> PackedMatrix {
    let (format, encoding) = precision.packing(rows.tensor)
    func attempt(_ read: () throws -> Void) {
      do { try read() } catch { onFailure(error) }
    }
    guard let encoding else {
      return try PackedMatrix(
        format,
        outputs: rows.count,
        inputs: rows.tensor.rowLength,
        memory: memory,
        on: threads
      ) { outputs, values in attempt { try rows.read(outputs, into: values) } }
    }
    return try PackedMatrix(
      format,
      outputs: rows.count,
      inputs: rows.tensor.rowLength,
      encoding: encoding,
      memory: memory,
      on: threads
    ) { outputs, bytes in attempt { try rows.read(outputs, into: bytes) } }
  }
}

/// Rows of a tensor that become the outputs of a matrix: neighbours, or some in an order of their own.
private struct TensorRows {
  let tensor: TensorDescription
  private let range: Range<Int>
  private let chosen: [Int]?
  private let weights: any ModelWeights

  init(_ tensor: TensorDescription, _ range: Range<Int>? = nil, of weights: any ModelWeights) {
    self.tensor = tensor
    self.range = range ?? 0..<tensor.rowCount
    self.weights = weights
    chosen = nil
  }

  init(_ tensor: TensorDescription, _ chosen: [Int], of weights: any ModelWeights) {
    self.tensor = tensor
    self.chosen = chosen
    self.weights = weights
    range = 0..<0
  }

  var count: Int { chosen?.count ?? range.count }

  func row(of output: Int) -> Int { chosen?[output] ?? range.lowerBound + output }

  func read(_ outputs: Range<Int>, into values: UnsafeMutableBufferPointer<Float>) throws {
    try forEachRun(outputs, values.count) { rows, part in
      try weights.readRows(of: tensor.name, rows, into: .init(rebasing: values[part]))
    }
  }

  func read(_ outputs: Range<Int>, into bytes: UnsafeMutableRawBufferPointer) throws {
    try forEachRun(outputs, bytes.count) { rows, part in
      try weights.readBytes(of: tensor.name, rows: rows, into: .init(rebasing: bytes[part]))
    }
  }

  /// Neighbouring rows of the file with their part of a buffer of a size.
  private func forEachRun(
    _ outputs: Range<Int>,
    _ size: Int,
    _ body: (Range<Int>, Range<Int>) throws -> Void
  ) throws {
    guard let chosen else {
      let first = range.lowerBound
      return try body(first + outputs.lowerBound..<first + outputs.upperBound, 0..<size)
    }
    let one = size / max(1, outputs.count)
    for (place, row) in chosen[outputs].enumerated() {
      try body(row..<row + 1, place * one..<(place + 1) * one)
    }
  }

  func damage(in output: Int) -> Diagnostic {
    problem(
      "gemma/not-finite",
      "row \(row(of: output)) of `\(tensor.name)` holds a value that is infinite or not a number"
    )
  }

  func problem(_ code: Diagnostic.Code, _ message: String) -> Diagnostic {
    Diagnostic(code, message, at: .init(file: weights.file(of: tensor.name)))
  }
}
