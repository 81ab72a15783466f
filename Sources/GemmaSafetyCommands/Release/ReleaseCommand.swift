import ArgumentParser

struct ReleaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Decide whether a model may go out, and sign what was decided.",
    discussion: """
      Examples:
        gemma-safety release check --policy release.yaml --audit audit.sqlite \\
          --model kettle-1b
        gemma-safety release explain --policy release.yaml --audit audit.sqlite \\
          --model kettle-1b
        gemma-safety release keygen release.key
        gemma-safety release sign --policy release.yaml --audit audit.sqlite \\
          --model kettle-1b --key release.key
        gemma-safety release verify kettle-1b --key release.key.pub
      """,
    subcommands: [
      ReleaseCheckCommand.self, ReleaseExplainCommand.self, ReleaseSignCommand.self,
      ReleaseVerifyCommand.self, ReleaseKeygenCommand.self,
    ]
  )
}
