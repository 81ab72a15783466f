import ArgumentParser
import SafetyRuntime

extension ModelPrecision: ExpressibleByArgument {}
extension ModelCacheFormat: ExpressibleByArgument {}

/// Which model computes, and with what.
struct ModelOptions: ParsableArguments {
  @Option(
    name: .customLong("model"),
    help: Setting.model.help(
      "A folder with config.json and weights, a .gguf file, or a shipped model's name."
    ),
    completion: .file()
  )
  var givenModel: String?
  @Option(
    parsing: .unconditional,
    help: Setting.threads.help("Threads; they change no result.")
  )
  var threads: Int?
  @Option(
    parsing: .unconditional,
    help: "Room for so many tokens, prompt and answer; as many as needed without it."
  )
  var context: Int?

  @Option(
    name: .customLong("precision"),
    help: Setting.precision.help("Keep weights as stored, or in float32, q8 or q4.")
  )
  var givenPrecision: ModelPrecision?
  @Option(
    name: .customLong("kv-cache-dtype"),
    help: "Keep keys and values in float32, bfloat16 or int8."
  )
  var cache = ModelCacheFormat.float32

  func check() throws {
    guard threads.map({ 1...256 ~= $0 }) ?? true else {
      throw ValidationError("--threads must be from 1 to 256")
    }
    guard context.map({ 1...16_777_216 ~= $0 }) ?? true else {
      throw ValidationError("--context must be from 1 to 16777216")
    }
  }

  func open() throws -> LoadedModel {
    try LoadedModel(model, precision: precision, cache: cache, threads: threadCount)
  }

  /// The model that computes; nil for the shipped default.
  var model: String? { givenModel ?? Settings.current[.model] }

  var precision: ModelPrecision { Self.precision(given: givenPrecision) }

  var threadCount: Int { Settings.current.count(.threads, given: threads) }

  /// How weights are kept: as given, else as the settings say.
  static func precision(given: ModelPrecision?) -> ModelPrecision {
    given ?? Settings.current[.precision].flatMap(ModelPrecision.init(rawValue:)) ?? .stored
  }
}
