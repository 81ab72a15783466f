import ArgumentParser
import Diagnostics
import SafetyCore

extension ReviewResolved.Verdict: ExpressibleByArgument {}

struct ReviewResolveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "Settle a decision that waits for review, once: 0 done, 1 settled before.",
    discussion: """
      An event `review.resolved` says who found what, and stays. Write nothing of the conversation \
      into the note: events are never erased.

      Example:
        gemma-safety review resolve 12 --verdict upheld --reviewer kim \\
          --note "plain smuggling"
      """
  )
  @Argument(help: "The decision's event, as `review list` numbers it.") var event: Int
  @Option(help: "What the review came to.") var verdict: ReviewResolved.Verdict
  @Option(help: "Who found it.") var reviewer: String
  @Option(help: "Why.") var note: String
  @OptionGroup var key: AuditKeyOption
  @OptionGroup var log: GuardLogOption
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    guard event >= 0 else { throw ValidationError("events are counted from zero") }
    guard 1...100 ~= reviewer.utf8.count else {
      throw ValidationError("--reviewer has 1 to 100 bytes")
    }
    guard 1...1_000 ~= note.utf8.count else { throw ValidationError("--note has 1 to 1000 bytes") }
  }

  func run() throws {
    var isDone = true
    try GemmaSafety.reporting {
      let log = try AuditCommand.openForWriting(log.path, key: key.path)
      do {
        let seq = try log.resolve(event, as: verdict, by: reviewer, note: note)
        try log.close()
        display.show(
          text: { "event \(event) is \(verdict.rawValue), recorded as event \(seq)\n" },
          json: {
            [
              "format": "gemma-safety.review/1", "event": .integer(event),
              "verdict": .string(verdict.rawValue), "recorded": .integer(seq),
            ]
          }
        )
      } catch let problem as Diagnostic where problem.code == "review/resolved" {
        GemmaSafety.note(problem.description)
        isDone = false
      }
    }
    if !isDone { throw ExitCode(1) }
  }
}
