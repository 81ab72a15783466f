import ArgumentParser
import Diagnostics
import Glibc
import ModelUpstream
import SafetyRuntime

/// Which server elsewhere answers.
struct UpstreamArguments: ParsableArguments {
  @Option(help: "The address of an OpenAI-compatible server, such as http://127.0.0.1:8000.")
  var upstream: String?
  @Option(help: "The model to ask it for; `serve` alone can do without: requests name it.")
  var upstreamModel: String?
  @Option(help: Setting.upstreamKey.help("A file with its key."), completion: .file())
  var upstreamKeyFile: String?
  @Option(help: "Seconds of silence after which it is given up.") var upstreamSilence = 120.0

  func check() throws {
    guard upstreamSilence > 0, upstreamSilence <= 86_400 else {
      throw ValidationError("--upstream-silence must be above 0 and at most 86400")
    }
    guard upstream != nil || (upstreamModel == nil && upstreamKeyFile == nil) else {
      throw ValidationError("--upstream-model and --upstream-key-file belong to --upstream")
    }
  }

  /// Where the server is; nil where none is named.
  func endpoint() throws -> UpstreamEndpoint? {
    guard let upstream else { return nil }
    let key = try SecretFile.read(upstreamKeyFile, for: .upstreamKey)
    var endpoint = try UpstreamEndpoint(upstream, model: upstreamModel, apiKey: key)
    endpoint.limits.silenceSeconds = upstreamSilence
    return endpoint
  }
}
