import Checkpoints
import Diagnostics
import TensorCompute

/// A Gemma model: its configuration, and weights that are read and packed at their first use.
///
/// Opening one checks all that headers say, and whether an output head beside a tied embedding is a
/// copy of it. Engines share it, each layer being packed once, by the first that comes to it.
package struct GemmaModel: Sendable {
  package let configuration: GemmaConfiguration
  /// The folder or file, for errors.
  package let name: String
  let rotaries: [RotaryTable]
  private let loader: GemmaLoader
  private let layers: [FirstUse<GemmaLayer>]
  private let table = FirstUse<PackedMatrix>()
  private let norm = FirstUse<RMSNorm>()
  private let perLayer = FirstUse<(projection: PackedMatrix, norm: RMSNorm)>()

  /// Opens a checkpoint.
  ///
  /// - Parameters:
  ///   - folder: With `config.json` and safetensors.
  ///   - precision: In what weights are kept.
  /// - Throws: A diagnostic that names file and field or tensor.
  package init(_ folder: CheckpointFolder, precision: GemmaPrecision = .stored) throws {
    try self.init(
      folder,
      try ModelConfiguration(folder),
      try CheckpointWeights(folder),
      precision: precision
    )
  }

  /// Opens a checkpoint whose configuration and headers were read before.
  ///
  /// - Throws: A diagnostic that names file and field or tensor.
  package init(
    _ folder: CheckpointFolder,
    _ file: ModelConfiguration,
    _ weights: CheckpointWeights,
    precision: GemmaPrecision
  ) throws {
    try self.init(try GemmaConfiguration(file, in: folder), weights, precision)
  }

  /// Opens a GGUF file.
  ///
  /// - Throws: A diagnostic that names file and field or tensor.
  package init(_ file: GGUFFile, precision: GemmaPrecision = .stored) throws {
    try self.init(try GemmaConfiguration(file), file, precision)
  }

  private init(
    _ stated: GemmaConfiguration,
    _ weights: any ModelWeights,
    _ precision: GemmaPrecision
  ) throws {
    let configuration = try stated.borneOut(by: weights)
    loader = try GemmaLoader(configuration, weights, precision)
    self.configuration = configuration
    name = weights.name
    rotaries = loader.rotaries
    layers = configuration.layers.map { _ in FirstUse() }
  }

  /// A layer, read and packed at its first use.
  ///
  /// - Throws: `gemma/not-finite`, `gemma/memory`, or that the file cannot be read.
  func layer(_ number: Int, on threads: WorkerThreads) throws -> GemmaLayer {
    try layers[number].get {
      let layer = try loader.layer(number, on: threads)
      // The disk fetches what comes next while this layer is computed.
      loader.announce(layer: number + 1)
      return layer
    }
  }

  /// The output head, which is the embedding where the two are tied.
  ///
  /// - Throws: As `layer`.
  func head(on threads: WorkerThreads) throws -> PackedMatrix {
    try table.get { try loader.head(on: threads) }
  }

  /// The output head if it is packed already: who wants a few rows does without the rest.
  var packedHead: PackedMatrix? { table.made }

  /// Rows of the output head in the order of tokens, for those who need no others.
  ///
  /// - Throws: As `layer`.
  func headRows(of tokens: [Int32]) throws -> PackedMatrix { try loader.headRows(of: tokens) }

  /// Writes the embeddings of tokens, the same bits whatever is packed.
  ///
  /// - Parameters:
  ///   - tokens: Ids of the vocabulary.
  ///   - row: Where the embedding of a token goes, by its place.
  /// - Throws: As `layer`.
  func embed(_ tokens: [Int32], into row: (Int) -> UnsafeMutableBufferPointer<Float>) throws {
    guard !tokens.isEmpty else { return }
    let scale = configuration.embeddingScale
    if configuration.isTied, let table = table.made {
      for (place, token) in tokens.enumerated() {
        table.read(Int(token), times: scale, into: row(place))
      }
      return
    }
    let distinct = Set(tokens).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(distinct, 0...))
    let rows = try loader.embeddingRows(of: distinct)
    for (place, token) in tokens.enumerated() {
      rows.read(places[token] ?? 0, times: scale, into: row(place))
    }
  }

  /// Writes what every layer gets of tokens by itself, the layers side by side.
  ///
  /// - Parameters:
  ///   - tokens: Ids of the vocabulary.
  ///   - row: Where the numbers of a token go, by its place.
  /// - Throws: As `layer`; `gemma/token` for one that the table does not have.
  func embedPerLayer(
    _ tokens: [Int32],
    into row: (Int) -> UnsafeMutableBufferPointer<Float>
  ) throws {
    let distinct = Set(tokens).sorted()
    guard Int(distinct.last ?? 0) < configuration.perLayerVocabulary else {
      throw Diagnostic(
        "gemma/token",
        "the table of each layer's inputs has \(configuration.perLayerVocabulary) tokens"
      )
    }
    let places = Dictionary(uniqueKeysWithValues: zip(distinct, 0...))
    let rows = try loader.perLayerRows(of: distinct)
    let scale = Float(configuration.perLayerWidth).squareRoot()
    for (place, token) in tokens.enumerated() {
      rows.read(places[token] ?? 0, times: scale, into: row(place))
    }
  }

  /// What makes every layer's inputs of the tokens' embeddings.
  ///
  /// - Throws: As `layer`.
  func perLayerInput(
    on threads: WorkerThreads
  ) throws -> (projection: PackedMatrix, norm: RMSNorm) {
    try perLayer.get { try loader.perLayerModelInput(on: threads) }
  }

  /// The norm ahead of the output head.
  ///
  /// - Throws: As `layer`.
  func finalNorm() throws -> RMSNorm { try norm.get { try loader.finalNorm() } }

  /// Reads and packs all that has not been used yet, for those who want to know that it is sound.
  ///
  /// - Throws: As `layer`.
  func prepare(on threads: WorkerThreads) throws {
    for number in layers.indices { _ = try layer(number, on: threads) }
    if configuration.perLayerWidth > 0 { _ = try perLayerInput(on: threads) }
    _ = try finalNorm()
    _ = try head(on: threads)
  }
}
