import ArgumentParser

struct ClassifiersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classifiers",
    abstract: "Say which classifiers are there.",
    discussion: """
      Examples:
        gemma-safety classifiers
        gemma-safety classify --classifier toxicity-tiny "The kettle sings."
      """,
    subcommands: [ClassifiersListCommand.self],
    defaultSubcommand: ClassifiersListCommand.self
  )
}
