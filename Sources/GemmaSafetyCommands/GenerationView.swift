import SafetyRuntime

/// How fast an answer was made, in one line.
enum GenerationView {
  static func speed(_ timings: GenerationResult.Timings) -> String {
    let prompt = "\(timings.promptTokens) prompt tokens at \(rate(timings.promptRate))"
    let answer = "\(timings.generatedTokens) tokens at \(rate(timings.generatedRate))"
    return "loaded in \(seconds(timings.load)), \(prompt), \(answer)"
  }

  private static func rate(_ value: Double) -> String { "\(rounded(value, 10)) tokens/s" }

  private static func seconds(_ value: Double) -> String { "\(rounded(value, 100)) s" }

  private static func rounded(_ value: Double, _ steps: Double) -> Double {
    (value * steps).rounded() / steps
  }
}
