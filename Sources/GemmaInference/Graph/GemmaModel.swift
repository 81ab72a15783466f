import Checkpoints
import Diagnostics
import TensorCompute

/// A Gemma model ready to run: its configuration and its packed weights, shared by all engines.
package struct GemmaModel: Sendable {
  package let configuration: GemmaConfiguration
  package let precision: GemmaPrecision
  /// The folder or file, for errors.
  package let name: String
  let layers: [GemmaLayer]
  let rotaries: [RotaryTable]
  /// One row a token.
  let embedding: PackedMatrix
  /// The same as the embedding where it is tied.
  let head: PackedMatrix
  let finalNorm: RMSNorm

  /// Reads and packs a checkpoint.
  ///
  /// - Parameters:
  ///   - folder: With `config.json` and safetensors.
  ///   - precision: In what weights are kept.
  ///   - threads: Who packs.
  /// - Throws: A diagnostic that names file and field or tensor.
  package init(
    _ folder: CheckpointFolder,
    precision: GemmaPrecision = .stored,
    on threads: WorkerThreads = WorkerThreads(count: 1)
  ) throws {
    try self.init(
      folder,
      try ModelConfiguration(folder),
      try CheckpointWeights(folder),
      precision: precision,
      on: threads
    )
  }

  /// Reads and packs a checkpoint whose configuration and headers were read before.
  ///
  /// - Throws: A diagnostic that names file and field or tensor.
  package init(
    _ folder: CheckpointFolder,
    _ file: ModelConfiguration,
    _ weights: CheckpointWeights,
    precision: GemmaPrecision,
    on threads: WorkerThreads
  ) throws {
    var configuration = try GemmaConfiguration(file)
    try configuration.readGenerationDefaults(folder)
    try self.init(configuration, weights, precision, threads)
  }

  /// Reads and packs a GGUF file.
  ///
  /// - Throws: A diagnostic that names file and field or tensor.
  package init(
    _ file: GGUFFile,
    precision: GemmaPrecision = .stored,
    on threads: WorkerThreads = WorkerThreads(count: 1)
  ) throws {
    try self.init(try GemmaConfiguration(file), file, precision, threads)
  }

  private init(
    _ configuration: GemmaConfiguration,
    _ weights: any ModelWeights,
    _ precision: GemmaPrecision,
    _ threads: WorkerThreads
  ) throws {
    let loader = try GemmaLoader(configuration, weights, precision, threads)
    self.configuration = configuration
    self.precision = precision
    name = weights.name
    rotaries = loader.rotaries
    layers = try configuration.layers.indices.map { try loader.layer($0) }
    embedding = try loader.embedding()
    head = try loader.head() ?? embedding
    finalNorm = try loader.finalNorm()
  }

  /// The memory that packed weights take.
  package var byteCount: Int {
    let products = layers.map { layer in
      layer.attentionInput.matrices.reduce(0) { $0 + $1.byteCount }
        + [layer.attentionOutput, layer.gated.gate, layer.gated.up, layer.down]
        .reduce(0) { $0 + $1.byteCount }
    }
    let tables = embedding.byteCount + (configuration.isTied ? 0 : head.byteCount)
    return products.reduce(tables, +)
  }
}
