import ReportPages
import SafetyCore
import SafetyEvaluation
import SafetyRuntime
import TerminalOutput

/// Results of evaluations as text and as JSON.
struct EvaluationResultView {
  private let outcome: EvaluationSession.Outcome
  private let descriptions: [String: BenchmarkDescription]
  private let passedOver: [PassedOverBenchmark]

  init(_ outcome: EvaluationSession.Outcome, session: EvaluationSession) {
    self.outcome = outcome
    descriptions = Dictionary(
      uniqueKeysWithValues: session.benchmarks.map { ($0.description.id, $0.description) }
    )
    passedOver = session.passedOver
  }

  /// The figures of whole sets, a line each, with their intervals.
  func text(_ terminal: Terminal) -> String {
    var table = TextTable(leading: 2)
    table.add("benchmark", "metric", "value", "95% interval", "N")
    for result in outcome.results {
      for figure in result.figures where figure.slice.isEmpty {
        table.add(
          result.benchmark,
          figure.metric,
          Self.shown(figure.estimate.value),
          figure.estimate.range.map { "\(Self.shown($0.low)) to \(Self.shown($0.high))" } ?? "–",
          TextTable.grouped(figure.estimate.count)
        )
      }
    }
    var lines = table.lines()
    lines[0] = terminal.bold(lines[0])
    for result in outcome.results {
      for (reason, count) in result.unscored.sorted(by: { $0.key < $1.key }) {
        let items = ReportFormat.counted(count, "item")
        lines.append("\(result.benchmark): \(items) without a score, \(reason)")
      }
      let absent = absent(from: result)
      if !absent.isEmpty {
        lines.append("\(result.benchmark): no items give \(absent.joined(separator: ", "))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Figures that the description asks for and that no item allows, such as of a group nobody is in.
  private func absent(from result: EvaluationResult) -> [String] {
    let found = Set(result.figures.filter(\.slice.isEmpty).map(\.metric))
    return (descriptions[result.benchmark]?.metrics ?? []).map(\.name).filter {
      !found.contains($0)
    }
  }

  var json: ReportValue {
    .object([
      "format": .string("gemma-safety.evaluation-result/1"), "version": .integer(1),
      "run": .string(outcome.run),
      "missing": .strings(passedOver.filter { $0.reason == .missingFiles }.map(\.id)),
      "passed_over": .array(
        passedOver.map {
          .object(["benchmark": .string($0.id), "reason": .string($0.reason.rawValue)])
        }
      ),
      "results": .array(outcome.results.map { json(of: $0) }),
    ])
  }

  private func json(of result: EvaluationResult) -> ReportValue {
    .object([
      "benchmark": .string(result.benchmark),
      "without_figure": .strings(absent(from: result)),
      "title": .string(descriptions[result.benchmark]?.title ?? result.benchmark),
      "model": .string(result.subject.model),
      "precision": result.subject.precision.map { .string($0) } ?? .null,
      "judge": result.subject.judge.map { .string($0) } ?? .null,
      "model_sha256": result.subject.modelSHA256.map { .string($0.hex) } ?? .null,
      "data_sha256": .string(result.subject.dataSHA256.hex),
      "protocol_sha256": .string(result.subject.protocolSHA256.hex),
      "seed": .integer(result.subject.seed),
      "limit": result.subject.limit.map { .integer($0) } ?? .null,
      "items": .integer(result.items),
      "unscored": .members(
        result.unscored.sorted { $0.key < $1.key }
          .map { .init(name: $0.key, value: .integer($0.value)) }
      ),
      "figures": .array(result.figures.map { Self.json(of: $0) }),
    ])
  }

  private static func json(of figure: EvaluationFigure) -> ReportValue {
    .object([
      "metric": .string(figure.metric),
      "slice": .members(
        figure.slice.sorted { $0.key < $1.key }
          .map { .init(name: $0.key, value: .string($0.value)) }
      ),
      "value": .number(figure.estimate.value),
      "low": .optional(figure.estimate.range?.low), "high": .optional(figure.estimate.range?.high),
      "method": figure.estimate.range.map { .string($0.method) } ?? .null,
      "n": .integer(figure.estimate.count), "better": .string(figure.direction.rawValue),
      "target": .optional(figure.target),
    ])
  }

  /// Four digits after the point.
  static func shown(_ value: Double) -> String {
    let scaled = (abs(value) * 10_000).rounded()
    guard scaled < 1e15 else { return String(value) }
    let digits = String(Int(scaled) % 10_000)
    let fraction = String(repeating: "0", count: 4 - digits.count) + digits
    return "\(value < 0 && scaled > 0 ? "-" : "")\(Int(scaled) / 10_000).\(fraction)"
  }
}
