import ArgumentParser
import ModelCards
import SafetyCore
import SafetyRuntime

struct CardInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write card.yaml and a file for every section that people write.",
    discussion: """
      Files that are there already are left as they are. Each section asks its question in a \
      comment; what is written below it goes into the card.

      Examples:
        gemma-safety card init --name my-model
        gemma-safety card init --kind dataset --name my-corpus --folder corpus-card
      """
  )
  @Option(help: "What the card is about: model or dataset.") var kind = CardSettings.Kind.model
  @Option(help: "The name of the model or dataset.") var name = "my-model"
  @Option(help: Setting.cardFolder.help("Where the files are put.")) var folder: String?
  @Flag(help: "Say what would be written, and write nothing.") var dryRun = false
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    try GemmaSafety.reporting {
      let written = try CardFolder(Setting.cardFolder.value(given: folder)).create(
        kind,
        name: name,
        dryRun: dryRun
      )
      display.show(
        text: {
          written.isEmpty
            ? "all files are there already\n"
            : written.map { "\(dryRun ? "would write" : "wrote") \($0)\n" }.joined()
        },
        json: {
          [
            "format": "gemma-safety.card-init/1", "dry_run": .boolean(dryRun),
            "files": .array(written.map { .string($0) }),
          ]
        }
      )
    }
  }
}
