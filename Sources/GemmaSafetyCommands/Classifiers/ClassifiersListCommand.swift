import ArgumentParser
import CorpusFiltering
import ReportPages
import SafetyCore
import SafetyRuntime
import TerminalOutput

struct ClassifiersListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the shipped classifiers with labels, sizes, digests and licences.",
    discussion: """
      Every file is read and checked. Exit codes: 0 all are sound, 2 one cannot be used.

      Examples:
        gemma-safety classifiers list
        gemma-safety classifiers list --json
      """
  )
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    var isSound = true
    try GemmaSafety.reporting {
      let entries = try ClassifierLibrary.entries()
      isSound = entries.allSatisfy { $0.problem == nil }
      display.show(text: { text(entries) }, json: { Self.json(entries) })
      for entry in entries {
        if let problem = entry.problem { GemmaSafety.note(problem.description) }
      }
    }
    if !isSound { throw ExitCode(2) }
  }

  private func text(_ entries: [ClassifierEntry]) -> String {
    var table = TextTable(leading: 2)
    table.add("name", "kind", "size", "sha256", "licence")
    for entry in entries {
      table.add(
        entry.name,
        entry.problem == nil ? entry.kind : "unusable",
        entry.problem == nil ? ReportFormat.bytes(entry.bytes) : "–",
        entry.digest.map { String($0.hex.prefix(12)) } ?? "–",
        entry.licence ?? "–"
      )
    }
    var labels = TextTable(leading: 2)
    labels.add("name", "labels")
    for entry in entries where !entry.labels.isEmpty {
      labels.add(entry.name, entry.labels.joined(separator: ", "))
    }
    let width = display.terminal.room
    return (table.lines(width: width) + [""] + labels.lines(width: width)).joined(separator: "\n")
      + "\n"
  }

  private static func json(_ entries: [ClassifierEntry]) -> CanonicalValue {
    let items = entries.map { entry -> CanonicalValue in
      [
        "name": .string(entry.name),
        "kind": .string(entry.kind),
        "labels": .array(entry.labels.map { .string($0) }),
        "bytes": .integer(entry.bytes),
        "sha256": entry.digest.map { .string($0.hex) } ?? .null,
        "licence": entry.licence.map { .string($0) } ?? .null,
        "problem": entry.problem.map {
          ["code": .string($0.code.rawValue), "message": .string($0.message)]
        } ?? .null,
      ]
    }
    return ["format": "gemma-safety.classifiers/1", "classifiers": .array(items)]
  }
}
