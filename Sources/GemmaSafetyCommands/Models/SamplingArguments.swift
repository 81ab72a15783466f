import ArgumentParser
import SafetyRuntime

/// How the next token is drawn.
struct SamplingArguments: ParsableArguments {
  // Numbers are taken as they stand: `-1` is one that is out of range, no option.
  @Option(
    parsing: .unconditional,
    help: "0 takes the likeliest token; higher draws more freely."
  )
  var temperature = 0.0
  @Option(parsing: .unconditional, help: "Draw from so many of the likeliest tokens; 0 for all.")
  var topK = 0
  @Option(
    parsing: .unconditional,
    help: "Draw from the likeliest tokens that together reach this probability."
  )
  var topP = 1.0
  @Option(
    parsing: .unconditional,
    help: "Draw from tokens with at least this share of the likeliest one's probability."
  )
  var minP = 0.0
  @Option(
    parsing: .unconditional,
    help: "Above 1 makes tokens that were seen before less likely."
  )
  var repetitionPenalty = 1.0
  @Option(
    help: "What is added to a token's logit, such as 107=-5; may be repeated.",
    transform: TokenBias.init
  )
  var logitBias: [TokenBias] = []
  @Option(parsing: .unconditional, help: "Begins the sequence of chance.") var seed: UInt64 = 0

  func check() throws {
    var settings = GenerationSettings(.tokens([]))
    apply(to: &settings)
    guard let problem = settings.samplingProblem else { return }
    let flag = problem.field.split(separator: "_").joined(separator: "-")
    throw ValidationError("--\(flag) \(problem.message)")
  }

  func apply(to request: inout GenerationSettings) {
    request.temperature = temperature
    request.topK = topK
    request.topP = topP
    request.minP = minP
    request.repetitionPenalty = repetitionPenalty
    request.logitBias = Dictionary(
      logitBias.map { ($0.token, $0.bias) },
      uniquingKeysWith: { $1 }
    )
    request.seed = seed
  }
}
