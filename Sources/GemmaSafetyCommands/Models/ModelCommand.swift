import ArgumentParser

struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Look into a Gemma model, make it smaller, score texts with it.",
    discussion: """
      Examples:
        gemma-safety model inspect gemma-2-2b-it/
        gemma-safety model quantize gemma-2-2b-it/ -o gemma-2-2b-it-q8_0.gguf
        gemma-safety model score gemma-3-1b-it --text "The kettle sings."
      """,
    subcommands: [ModelInspectCommand.self, ModelQuantizeCommand.self, ModelScoreCommand.self]
  )
}
