import ModelCards
import ReportPages
import SafetyCore
import SafetyRuntime
import TerminalOutput

/// What `card generate` prints.
enum CardView {
  static func text(
    _ generator: CardGenerator,
    _ remains: CardRemains,
    out: String,
    dryRun: Bool
  ) -> String {
    let source = generator.document.source
    var table = TextTable()
    for file in generator.files { table.add(file.name, TextTable.grouped(file.bytes.count)) }
    for name in remains.stale {
      table.add(ReportFormat.printable(name), dryRun ? "would be removed" : "removed")
    }
    let signed =
      source.signers.isEmpty ? "not signed" : "signed by \(source.signers.joined(separator: ", "))"
    let contents = [
      source.mixture.map { "the mixture \(ReportFormat.printable($0.run))" },
      ReportFormat.counted(source.metrics.count, "figure"),
      ReportFormat.counted(source.filterRuns.count, "filter run"),
      ReportFormat.counted(source.models.count, "model"),
    ].compactMap { $0 }.joined(separator: ", ")
    return """
      \(dryRun ? "would make" : "made") the card of \(source.settings.title) in \(out): \
      \(contents); \(signed)
      \(table.lines(indent: 2).joined(separator: "\n"))

      """
  }

  static func json(
    _ generator: CardGenerator,
    _ remains: CardRemains,
    out: String,
    dryRun: Bool
  ) -> CanonicalValue {
    let source = generator.document.source
    return [
      "format": "gemma-safety.card-generate/1", "dry_run": .boolean(dryRun), "out": .string(out),
      "kind": .string(source.settings.kind.rawValue), "name": .string(source.settings.title),
      "figures": .integer(source.metrics.count), "models": .integer(source.models.count),
      "filter_runs": .integer(source.filterRuns.count),
      "mixture": source.mixture.map { .string($0.run) } ?? .null,
      "signers": .array(source.signers.map { .string($0) }),
      "size": .integer(source.checkpoint.size), "root": .string(source.checkpoint.root.hex),
      "files": .array(
        generator.files.map {
          [
            "name": .string($0.name), "bytes": .integer($0.bytes.count),
            "sha256": .string(Digest.sha256($0.bytes).hex),
          ]
        }
      ),
      "removed": .array(remains.stale.map { .string($0) }),
      "notes": .array((generator.notes + remains.notes).map { .string($0) }),
    ]
  }
}
