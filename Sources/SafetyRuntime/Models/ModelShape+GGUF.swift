import Checkpoints
import GemmaInference

extension ModelShape {
  /// Reads the sizes that a GGUF file states.
  ///
  /// - Throws: `gemma/unsupported` for another family, `gguf/metadata` by the name of a field.
  init(_ file: GGUFFile) throws {
    let metadata = file.metadata
    let name = "general.architecture"
    let architecture = try metadata.required(name, try metadata.string(name))
    let family = try GemmaFamily(modelType: architecture, file: file.name)
    let limits = GemmaConfiguration.Limits.self
    func size(_ key: String, _ range: ClosedRange<Int>, _ standard: Int? = nil) throws -> Int {
      let key = "\(architecture).\(key)"
      return try metadata.required(key, try metadata.integer(key, range) ?? standard)
    }
    self.architecture = architecture
    layers = try size("block_count", limits.layers)
    width = try size("embedding_length", limits.width)
    innerWidth = try size("feed_forward_length", limits.innerWidth)
    heads = try size("attention.head_count", limits.heads)
    keyValueHeads = try size("attention.head_count_kv", limits.heads, heads)
    headWidth = try size("attention.key_length", limits.headWidth, max(2, width / heads))
    context = try size("context_length", limits.positions)
    vocabulary = file.tensor("token_embd.weight")?.rowCount ?? 0
    let isLocal = try Self.localLayers(metadata, architecture, layers, family)
    let key = "\(architecture).attention.sliding_window"
    window = try metadata.integer(key, limits.window) ?? (family == .gemma2 ? 4096 : nil)
    localLayers = window == nil ? 0 : isLocal
  }

  /// Every how manieth layer has no window is implied by the family, unless it is stated.
  private static func localLayers(
    _ metadata: GGUFMetadata,
    _ architecture: String,
    _ layers: Int,
    _ family: GemmaFamily
  ) throws -> Int {
    let key = "\(architecture).attention.sliding_window_pattern"
    if case .array? = metadata.value(key) {
      if let stated = try? metadata.booleans(key) { return stated.count { $0 } }
      return try metadata.integers(key, as: Int.self)?.count { $0 != 0 } ?? 0
    }
    guard let every = try metadata.integer(key, 0...layers) ?? family.globalEvery else { return 0 }
    return every == 0 ? layers : layers - layers / every
  }
}
