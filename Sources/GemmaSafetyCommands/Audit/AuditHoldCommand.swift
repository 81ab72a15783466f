import ArgumentParser
import AuditLog
import CorpusFiltering
import ReportPages
import SafetyCore
import TerminalOutput

struct AuditHoldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold",
    abstract: "List, place and lift legal holds, under which nothing is erased.",
    discussion: """
      Examples:
        gemma-safety audit hold
        gemma-safety audit hold --place subject:7f3c91 --reason "case 2026-14"
        gemma-safety audit hold --place run:RUN --reason "inquiry"
        gemma-safety audit hold --lift 812 --reason "case closed"
      """
  )
  @Option(help: "Hold subject:ID, run:RUN or all.") var place: String?
  @Option(help: "Lift the hold of this number.") var lift: Int?
  @Option(help: "Why, without anything personal.") var reason: String?
  @OptionGroup var log: AuditLogOption
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    guard place == nil || lift == nil else { throw ValidationError("give --place or --lift") }
    guard (place == nil && lift == nil) == (reason == nil) else {
      throw ValidationError("--reason belongs to --place and --lift, which need it")
    }
    if let place, Self.scope(place) == nil {
      throw ValidationError("--place takes subject:ID, run:RUN or all")
    }
  }

  func run() throws {
    try GemmaSafety.reporting {
      if let place, let scope = Self.scope(place) {
        let log = try AuditCommand.openForWriting(log.path)
        let isKnown = try log.knows(scope)
        let seq = try log.placeHold(on: scope, reason: reason ?? "")
        try log.close()
        if !isKnown {
          GemmaSafety.note("the log has nothing of `\(ReportFormat.printable(place))` yet")
        }
        if !display.quiet, !display.json { GemmaSafety.note("hold \(seq) placed") }
      } else if let lift {
        let log = try AuditCommand.openForWriting(log.path)
        try log.liftHold(lift, reason: reason ?? "")
        try log.close()
        if !display.quiet, !display.json { GemmaSafety.note("hold \(lift) lifted") }
      }
      let holds = try log.open().holds()
      display.show(text: { Self.text(holds) }, json: { Self.json(holds) })
    }
  }

  private static func scope(_ text: String) -> LegalHold.Scope? {
    if text == "all" { return .everything }
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    switch parts[0] {
    case "subject": return .subject(String(parts[1]))
    case "run": return .run(String(parts[1]))
    default: return nil
    }
  }

  private static func name(_ scope: LegalHold.Scope) -> String {
    switch scope {
    case .everything: "all"
    case .subject(let subject): "subject:\(subject)"
    case .run(let run): "run:\(run)"
    }
  }

  private static func text(_ holds: [LegalHold]) -> String {
    guard !holds.isEmpty else { return "no hold is in force\n" }
    var table = TextTable(leading: 4)
    table.add("hold", "placed", "on", "reason")
    for hold in holds {
      table.add(
        "\(hold.seq)",
        hold.placed,
        ReportFormat.printable(name(hold.scope)),
        ReportFormat.printable(hold.reason)
      )
    }
    return table.lines().joined(separator: "\n") + "\n"
  }

  private static func json(_ holds: [LegalHold]) -> CanonicalValue {
    [
      "format": "gemma-safety.audit-holds/1",
      "holds": .array(
        holds.map {
          [
            "hold": .integer($0.seq), "placed": .string($0.placed),
            "on": .string(name($0.scope)), "reason": .string($0.reason),
          ]
        }
      ),
    ]
  }
}
