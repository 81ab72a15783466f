import ArgumentParser
import ModelCards

struct CardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "card",
    abstract: "Make, check, verify and compare cards of models and datasets.",
    discussion: """
      A card is made from the audit log and from the sections that people write in `card/`. Every \
      figure names the event that proves it, and anyone can check all of them without the log.

      Examples:
        gemma-safety card init --name my-model
        gemma-safety card generate --audit audit.sqlite --model models/my-model \\
          --audit-key audit.key
        gemma-safety card check --profile gpai
        gemma-safety card verify model-card/README.md --key audit.key.pub
        gemma-safety card diff old/README.md model-card/README.md
      """,
    subcommands: [
      CardInitCommand.self, CardGenerateCommand.self, CardCheckCommand.self,
      CardVerifyCommand.self, CardDiffCommand.self,
    ]
  )
}

extension CardSettings.Kind: ExpressibleByArgument {}
extension CardProfile: ExpressibleByArgument {}
