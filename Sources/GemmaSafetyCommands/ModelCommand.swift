import ArgumentParser

struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Look into a Gemma model, make it smaller, score texts with it.",
    subcommands: [ModelInspectCommand.self, ModelQuantizeCommand.self, ModelScoreCommand.self]
  )
}
