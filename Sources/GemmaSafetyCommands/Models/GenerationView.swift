import ReportPages
import SafetyRuntime

/// How fast an answer was made, in one line.
enum GenerationView {
  static func speed(_ timings: GenerationResult.Timings, threads: Int) -> String {
    let prompt = ReportFormat.counted(timings.promptTokens, "prompt token")
    let answer = ReportFormat.counted(timings.generatedTokens, "token")
    return "loaded in \(seconds(timings.load)), \(prompt) at \(rate(timings.promptRate)), "
      + "\(answer) at \(rate(timings.generatedRate)), on \(ReportFormat.counted(threads, "thread"))"
  }

  private static func rate(_ value: Double) -> String { "\(rounded(value, 10)) tokens/s" }

  private static func seconds(_ value: Double) -> String { "\(rounded(value, 100)) s" }

  private static func rounded(_ value: Double, _ steps: Double) -> Double {
    (value * steps).rounded() / steps
  }
}
