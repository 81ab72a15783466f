import Checkpoints
import Diagnostics
import Synchronization
import TensorCompute

/// Reads tensors from their files straight into packed matrices, a few rows at a time.
struct TensorPacker {
  private let weights: any ModelWeights
  private let precision: GemmaPrecision
  private let threads: WorkerThreads
  /// Small matrices share large pages.
  private let memory = PackedMemory()

  init(_ weights: any ModelWeights, _ precision: GemmaPrecision, _ threads: WorkerThreads) {
    self.weights = weights
    self.precision = precision
    self.threads = threads
  }

  /// Packs a matrix of exactly this shape.
  ///
  /// - Throws: `checkpoint/missing-tensor`, `checkpoint/shape`, `gemma/memory`, `gemma/not-finite`,
  ///   or that the file cannot be read.
  func matrix(_ name: String, _ outputs: Int, _ inputs: Int) throws -> PackedMatrix {
    let tensor = try weights.tensor(name, shape: [outputs, inputs])
    let (format, encoding) = precision.packing(tensor)
    let failure = Mutex<(any Error)?>(nil)
    let matrix = try pack(tensor, format, encoding) { read in
      do { try read() } catch { failure.withLock { $0 = $0 ?? error } }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    if let row = matrix.firstDamagedOutput {
      throw Diagnostic(
        "gemma/not-finite",
        "row \(row) of `\(name)` holds a value that is infinite or not a number",
        at: .init(file: weights.file(of: name))
      )
    }
    return matrix
  }

  private func pack(
    _ tensor: TensorDescription,
    _ format: PackedMatrix.Format,
    _ encoding: RowEncoding?,
    _ attempt: (() throws -> Void) -> Void
  ) throws -> PackedMatrix {
    do {
      guard let encoding else {
        return try PackedMatrix(
          format,
          outputs: tensor.rowCount,
          inputs: tensor.rowLength,
          memory: memory,
          on: threads
        ) { rows, values in
          attempt { try weights.readRows(of: tensor.name, rows, into: values) }
        }
      }
      return try PackedMatrix(
        format,
        outputs: tensor.rowCount,
        inputs: tensor.rowLength,
        encoding: encoding,
        memory: memory,
        on: threads
      ) { rows, bytes in
        attempt { try weights.readBytes(of: tensor.name, rows: rows, into: bytes) }
      }
    } catch let problem as MemoryUnavailable {
      throw Diagnostic(
        "gemma/memory",
        "there is no memory for the \(problem.byteCount) bytes of `\(tensor.name)`",
        at: .init(file: weights.file(of: tensor.name))
      )
    }
  }
}
