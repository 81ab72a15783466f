import ArgumentParser
import SafetyRuntime

/// How the next token is drawn.
struct SamplingArguments: ParsableArguments {
  @Option(help: "0 takes the likeliest token; higher draws more freely.")
  var temperature = 0.0
  @Option(help: "Draw from so many of the likeliest tokens; 0 for all.") var topK = 0
  @Option(help: "Draw from the likeliest tokens that together reach this probability.")
  var topP = 1.0
  @Option(help: "Draw from tokens with at least this share of the likeliest one's probability.")
  var minP = 0.0
  @Option(help: "Above 1 makes tokens that were seen before less likely.")
  var repetitionPenalty = 1.0
  @Option(help: "Begins the sequence of chance.") var seed: UInt64 = 0

  func check() throws {
    let ranges: [(String, Bool, String)] = [
      ("temperature", temperature >= 0 && temperature.isFinite, "0 or a number above it"),
      ("top-k", topK >= 0, "0 or a number above it"),
      ("top-p", topP > 0 && topP <= 1, "above 0 and at most 1"),
      ("min-p", minP >= 0 && minP <= 1, "from 0 to 1"),
      (
        "repetition-penalty", repetitionPenalty > 0 && repetitionPenalty.isFinite,
        "a number above 0"
      ),
    ]
    for (name, isSound, wanted) in ranges where !isSound {
      throw ValidationError("--\(name) must be \(wanted)")
    }
  }

  func apply(to request: inout GenerationSettings) {
    request.temperature = temperature
    request.topK = topK
    request.topP = topP
    request.minP = minP
    request.repetitionPenalty = repetitionPenalty
    request.seed = seed
  }
}
