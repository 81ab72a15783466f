import Checkpoints
import StrictJSON

extension GemmaConfiguration {
  private static let file = "generation_config.json"
  private static let limits = JSONLimits(bytes: 1 << 20, depth: 8)

  /// Reads `config.json`, and from `generation_config.json` the tokens that end an answer.
  ///
  /// Models that follow instructions end their turn with a token that `config.json` may not name.
  /// - Parameters:
  ///   - configuration: The folder's `config.json`.
  ///   - folder: Where there may be a `generation_config.json`.
  /// - Throws: `gemma/unsupported`, a `checkpoint/…` or `json/…` diagnostic.
  package init(_ configuration: ModelConfiguration, in folder: CheckpointFolder) throws {
    try self.init(configuration)
    guard folder.has(Self.file) else { return }
    let file = try folder.open(Self.file, maximum: Self.limits.bytes)
    let root = try JSONValue(parsing: try file.bytes(), file: file.name, limits: Self.limits)
    let fields = try JSONFields(root, file: file.name, code: "checkpoint/generation-config")
    if let ends = try Self.tokens(fields, "eos_token_id", 0...vocabulary - 1) { endTokens = ends }
  }
}
