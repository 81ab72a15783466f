import ArgumentParser
import AuditLog

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Read and verify audit logs.",
    subcommands: [List.self, Show.self, Verify.self, Why.self]
  )

  static func open(_ path: String) throws -> AuditLog {
    try AuditLog(path: path, mode: .readOnly, clock: Clock.now)
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the runs of a log.")
    @Option(help: "The log.") var audit: String

    func run() throws {
      try GemmaSafety.reporting {
        for run in try AuditCommand.open(audit).runs() {
          let counts = run.totals.map { "read \($0.read) kept \($0.kept) removed \($0.removed)" }
          print("\(run.run)  \(run.started)  \(run.policyName)  \(counts ?? "unfinished")")
        }
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the events of a run as JSONL.")
    @Argument(help: "The run.") var runName: String
    @Option(help: "The log.") var audit: String

    func run() throws {
      try GemmaSafety.reporting {
        try AuditCommand.open(audit).events(of: runName) {
          print(String(decoding: $0.body, as: UTF8.self))
        }
      }
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a log: 0 it holds, 1 it was changed, 2 it is incomplete."
    )
    @Argument(help: "The log.") var audit: String

    func run() throws {
      var code = ExitCode.success
      try GemmaSafety.reporting {
        let report = try AuditCommand.open(audit).verify()
        print("\(report.outcome.rawValue): \(report.events) events, root \(report.root.hex)")
        let checks = [
          ("structure", report.structure), ("leaves", report.leaves), ("tiles", report.tiles),
          ("checkpoints", report.checkpoints), ("completeness", report.completeness),
        ]
        for (name, check) in checks {
          print("  \(name): \(check.problem ?? "ok")")
        }
        switch report.outcome.rawValue {
        case "ok": break
        case "tampered": code = ExitCode(1)
        default: code = ExitCode(2)
        }
      }
      if code != .success { throw code }
    }
  }

  struct Why: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say why a document was removed: every failed rule, its value and its bounds."
    )
    @Argument(help: "The document's id.") var document: String
    @Option(help: "The log.") var audit: String

    func run() throws {
      var found = false
      try GemmaSafety.reporting {
        for entry in try AuditCommand.open(audit).decisions(forDocument: document) {
          found = true
          let decision = entry.decision
          print("\(entry.time)  run \(decision.run)  \(decision.action)")
          print("policy sha256:\(decision.policyDigest.hex)")
          for failure in decision.failures {
            let low = failure.minimum ?? "-"
            let high = failure.maximum ?? "-"
            print("  \(failure.rule)  value \(failure.value)  min \(low)  max \(high)")
          }
        }
      }
      guard found else {
        GemmaSafety.note("no decision on this document is in the log")
        throw ExitCode(1)
      }
    }
  }
}
