import GemmaInference
import SafetyCore

extension GenerationSettings {
  /// Takes up what a request says; what it leaves open stays.
  package mutating func take(_ wanted: GenerationSampling) {
    temperature = wanted.temperature ?? temperature
    topP = wanted.topP ?? topP
    seed = (wanted.seed ?? seed) &+ wanted.seedOffset
    if !wanted.stops.isEmpty { stops = wanted.stops }
  }

  /// How the engine is told to draw.
  var samplingOptions: SamplingOptions {
    var options = SamplingOptions()
    options.temperature = Float(temperature)
    options.topK = topK
    options.topP = Float(topP)
    options.minP = Float(minP)
    options.repetitionPenalty = Float(repetitionPenalty)
    options.logitBias = Dictionary(
      logitBias.compactMap { id, bias in Int32(exactly: id).map { ($0, Float(bias)) } },
      uniquingKeysWith: { first, _ in first }
    )
    options.seed = seed
    return options
  }

  /// The field of sampling that is out of its range and what it must be, if there is one.
  package var samplingProblem: (field: String, message: String)? { samplingOptions.problem }
}
