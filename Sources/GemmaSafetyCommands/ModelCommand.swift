import ArgumentParser

struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Score texts with a model.",
    subcommands: [ModelScoreCommand.self]
  )
}
