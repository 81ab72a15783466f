import ArgumentParser
import ModelUpstream
import SafetyRuntime

/// Which model judges answers: one of this machine, or one behind a server.
struct JudgeArguments: ParsableArguments {
  @Option(help: "A ShieldGemma or another model of this machine.", completion: .file())
  var judge: String?
  @Option(help: "The address of an OpenAI-compatible server, such as http://127.0.0.1:8001.")
  var judgeURL: String?
  @Option(help: "The model to ask it for.") var judgeModel: String?
  @Option(help: Setting.judgeKey.help("A file with its key."), completion: .file())
  var judgeKeyFile: String?
  @Option(help: "Seconds of silence after which it is given up.") var judgeSilence = 120.0

  func check() throws {
    guard judge == nil || judgeURL == nil else {
      throw ValidationError("--judge and --judge-url name two judges; give one of them")
    }
    guard judgeURL != nil || (judgeModel == nil && judgeKeyFile == nil) else {
      throw ValidationError("--judge-model and --judge-key-file belong to --judge-url")
    }
    guard judgeURL == nil || judgeModel != nil else {
      throw ValidationError("--judge-url needs --judge-model, which stands beside every verdict")
    }
    guard judgeSilence > 0, judgeSilence <= 86_400 else {
      throw ValidationError("--judge-silence must be above 0 and at most 86400")
    }
  }

  /// Where the server is; nil where none is named.
  func endpoint() throws -> UpstreamEndpoint? {
    guard let judgeURL else { return nil }
    let key = try SecretFile.read(judgeKeyFile, for: .judgeKey)
    var endpoint = try UpstreamEndpoint(judgeURL, model: judgeModel, apiKey: key)
    endpoint.limits.silenceSeconds = judgeSilence
    return endpoint
  }
}
