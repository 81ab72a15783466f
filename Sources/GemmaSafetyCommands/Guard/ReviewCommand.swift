import ArgumentParser

struct ReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "List and settle the decisions that the guard put up for review.",
    discussion: """
      Rules with `escalate: true`, and detectors that failed where the policy says `degrade`, put a \
      decision up for review. The queue is the audit log itself.

      Examples:
        gemma-safety review list
        gemma-safety review resolve 12 --verdict overturned --reviewer kim \\
          --note "a quotation"
      """,
    subcommands: [ReviewListCommand.self, ReviewResolveCommand.self]
  )
}
