import ArgumentParser

struct ClassifiersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classifiers",
    abstract: "Say which classifiers are there.",
    subcommands: [ClassifiersListCommand.self],
    defaultSubcommand: ClassifiersListCommand.self
  )
}
