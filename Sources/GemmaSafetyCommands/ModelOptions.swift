import ArgumentParser
import Glibc
import SafetyRuntime

extension ModelPrecision: ExpressibleByArgument {}
extension ModelCacheFormat: ExpressibleByArgument {}

/// Which model computes, and with what.
struct ModelOptions: ParsableArguments {
  @Option(
    help: "A folder with config.json and weights, a .gguf file, or a shipped model's name.",
    completion: .file()
  )
  var model: String?
  @Option(
    parsing: .unconditional,
    help: "Threads; one for each core without it. They change no result."
  )
  var threads: Int?
  @Option(
    parsing: .unconditional,
    help: "Room for so many tokens, prompt and answer; as many as needed without it."
  )
  var context: Int?

  @Option(help: "Keep weights as stored, or in float32, q8 or q4.")
  var precision = ModelPrecision.stored
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

  var threadCount: Int { threads ?? Self.cores }

  /// How many threads compute where nobody says.
  static var cores: Int { min(256, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
