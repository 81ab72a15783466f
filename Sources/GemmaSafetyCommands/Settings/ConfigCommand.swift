import ArgumentParser

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Show the settings that hold here, and where each comes from.",
    discussion: """
      What is the same in a whole project is said once: in gemma-safety.yaml, or in a variable of the \
      environment. An option of a command goes before a variable, a variable before the file, the file \
      before the default.

      Example:
        gemma-safety config show
      """,
    subcommands: [ConfigShowCommand.self],
    defaultSubcommand: ConfigShowCommand.self
  )
}
