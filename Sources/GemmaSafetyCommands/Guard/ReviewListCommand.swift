import ArgumentParser
import AuditLog
import ReportPages
import SafetyCore
import TerminalOutput

struct ReviewListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what waits for review: 0 nothing waits, 1 something does.",
    discussion: """
      Examples:
        gemma-safety review list
        gemma-safety review list --all --audit decisions.sqlite --json
      """
  )
  @Flag(help: "Also what is settled.") var all = false
  @OptionGroup var log: GuardLogOption
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    var isEmpty = true
    try GemmaSafety.reporting {
      let reviews = try AuditCommand.open(log.path).reviews()
      let waiting = reviews.filter { $0.resolution == nil }
      isEmpty = waiting.isEmpty
      let shown = all ? reviews : waiting
      display.show(
        text: { Self.text(shown, waiting: waiting.count) },
        json: { Self.json(shown, waiting: waiting.count) }
      )
    }
    if !isEmpty { throw ExitCode(1) }
  }

  private static func text(_ reviews: [AuditReview], waiting: Int) -> String {
    guard !reviews.isEmpty else { return "nothing waits for review\n" }
    var table = TextTable(leading: 6)
    table.add("event", "time", "stage", "action", "rule", "review", "by")
    for review in reviews {
      let decision = review.decision
      let resolution = review.resolution?.verdict
      table.add(
        "\(review.seq)",
        ReportFormat.printable(review.time),
        ReportFormat.printable(decision.stage),
        ReportFormat.printable(decision.action),
        ReportFormat.printable(decision.rule ?? decision.failures.first ?? "–"),
        resolution?.verdict.rawValue ?? "waits",
        ReportFormat.printable(resolution?.reviewer ?? "–")
      )
    }
    return table.lines().joined(separator: "\n") + "\n\(waiting) of \(reviews.count) wait\n"
  }

  private static func json(_ reviews: [AuditReview], waiting: Int) -> CanonicalValue {
    [
      "format": "gemma-safety.reviews/1", "waiting": .integer(waiting),
      "reviews": .array(reviews.map(json)),
    ]
  }

  private static func json(_ review: AuditReview) -> CanonicalValue {
    let decision = review.decision
    let resolution: CanonicalValue? = review.resolution.map {
      [
        "event": .integer($0.seq), "time": .string($0.time),
        "verdict": .string($0.verdict.verdict.rawValue),
        "reviewer": .string($0.verdict.reviewer), "note": .string($0.verdict.note),
      ]
    }
    return [
      "event": .integer(review.seq), "time": .string(review.time),
      "run": .string(decision.run), "request": .string(decision.request),
      "policy": .string(decision.policy.hex), "stage": .string(decision.stage),
      "action": .string(decision.action), "rule": decision.rule.map { .string($0) } ?? .null,
      "severity": .string(decision.severity),
      "failures": .array(decision.failures.map { .string($0) }),
      "resolution": resolution ?? .null,
    ]
  }
}
