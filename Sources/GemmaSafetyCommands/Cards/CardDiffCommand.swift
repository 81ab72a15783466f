import ArgumentParser
import ModelCards
import SafetyCore
import SafetyRuntime

struct CardDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two cards: metadata, figures, and what the newer one lost.",
    discussion: """
      Reads any Markdown card, whoever made it. Figures that have intervals say whether these meet.

      Examples:
        gemma-safety card diff gemma-1/README.md gemma-2/README.md

      Exit codes: 0 nothing was lost, 1 a figure, a row, a table or a section of the older card is gone.
      """
  )
  @Argument(help: "The older card.") var old: String
  @Argument(help: "The newer card.") var new: String
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    var isLossy = false
    try GemmaSafety.reporting {
      let difference = CardDifference(
        old: try CardReading.text(old),
        new: try CardReading.text(new)
      )
      isLossy = difference.losesAnything
      display.show(
        text: { CardDifferenceView(difference: difference, terminal: display.terminal).text },
        json: { Self.json(difference) }
      )
    }
    if isLossy { throw ExitCode(1) }
  }

  private static func json(_ difference: CardDifference) -> CanonicalValue {
    func strings(_ items: [String]) -> CanonicalValue { .array(items.map { .string($0) }) }
    func text(_ value: String?) -> CanonicalValue { value.map { .string($0) } ?? .null }
    return [
      "format": "gemma-safety.card-diff/1", "lossy": .boolean(difference.losesAnything),
      "lost_tables": strings(difference.lostTables), "lost_rows": strings(difference.lostRows),
      "lost_sections": strings(difference.lostSections),
      "lost_figures": strings(difference.lostFigures),
      "added_rows": strings(difference.addedRows),
      "added_sections": strings(difference.addedSections),
      "metadata": .array(
        difference.metadata.map {
          ["key": .string($0.key), "old": text($0.old), "new": text($0.new)]
        }
      ),
      "figures": .array(
        difference.deltas.map {
          [
            "table": .string($0.table), "row": .string($0.row), "column": .string($0.column),
            "old": .string($0.old), "new": .string($0.new),
            "difference": $0.difference.map { .string(decimal($0)) } ?? .null,
            "intervals": .string($0.overlap.rawValue),
          ]
        }
      ),
    ]
  }
}
