import ArgumentParser
import AuditLog
import Diagnostics
import SafetyCore
import TerminalOutput

struct AuditEraseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Erase sealed contents for good; the log still verifies, and says what was erased.",
    discussion: """
      Examples:
        gemma-safety audit erase --subject 7f3c91 --basis "GDPR Art. 17(1)(b)"
        gemma-safety audit erase --event 812 --slot prompt --basis "a mistake"
        gemma-safety audit erase --expired --basis "retention"

      An event records what goes, when and why; then keys, salts and contents are overwritten, the \
      write-ahead log is emptied, and the files are searched for what must be gone. Backups and \
      the free blocks of the disk are beyond reach. Exit codes: 0 done, 1 a legal hold forbids it, \
      2 failed.
      """
  )
  @Option(help: "Everything about this subject, and its key.") var subject: String?
  @Option(help: "The contents of this event.") var event: Int?
  @Option(help: "Of the event only this content, such as prompt.") var slot: String?
  @Option(help: "Contents of events older than so many days.") var olderThan: Int?
  @Option(help: "With --older-than: only of events of this kind.") var kind: String?
  @Flag(help: "Contents that outlived the retention of their kind.") var expired = false
  @Option(help: "Why: the lawful basis, without anything personal.") var basis: String
  @Flag(help: "Say how much would go, and change nothing.") var dryRun = false
  @OptionGroup var key: AuditKeyOption
  @OptionGroup var log: AuditLogOption
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    let targets = [subject != nil, event != nil, olderThan != nil, expired].count { $0 }
    guard targets == 1 else {
      throw ValidationError("give one of --subject, --event, --older-than and --expired")
    }
    guard slot == nil || event != nil else { throw ValidationError("--slot is of an --event") }
    guard kind == nil || olderThan != nil else {
      throw ValidationError("--kind is for --older-than")
    }
    guard (0...36_500).contains(olderThan ?? 0), event ?? 0 >= 0 else {
      throw ValidationError("--older-than is from 0 to 36500 days, events are counted from zero")
    }
    guard !basis.isEmpty, basis.utf8.count <= 500 else {
      throw ValidationError("--basis has 1 to 500 bytes")
    }
  }

  func run() throws {
    var code = ExitCode.success
    try GemmaSafety.reporting {
      let log =
        dryRun ? try log.open() : try AuditCommand.openForWriting(log.path, key: key.path)
      do {
        let report = try log.erase(target, basis: basis, dryRun: dryRun)
        try log.close()
        display.show(text: { text(report) }, json: { json(report) })
      } catch let problem as Diagnostic where problem.code == "audit/on-hold" {
        GemmaSafety.note(problem.description)
        code = ExitCode(1)
      }
    }
    if code != .success { throw code }
  }

  private var target: ErasureTarget {
    if let subject { return .subject(subject) }
    if let event { return .event(event, slot: slot) }
    guard let olderThan else { return .expired(now: Clock.now()) }
    let now = UTCTime.seconds(Clock.now()) ?? 0
    return .before(UTCTime.string(now - olderThan * UTCTime.secondsPerDay), kind: kind)
  }

  private func text(_ report: ErasureReport) -> String {
    let held = report.held == 0 ? "" : ", \(report.held) kept under legal hold"
    guard !dryRun else { return "\(report.erased) contents would be erased\(held)\n" }
    let events = report.events.map { "\($0)" }.joined(separator: ", ")
    let proof = report.searched == 0 ? "" : "; none of their bytes left in \(report.searched)"
    return "\(report.erased) contents erased\(held)\(proof)\n"
      + (events.isEmpty ? "" : "recorded as event \(events)\n")
  }

  private func json(_ report: ErasureReport) -> CanonicalValue {
    [
      "format": "gemma-safety.audit-erasure/1", "dry_run": .boolean(dryRun),
      "erased": .integer(report.erased), "held": .integer(report.held),
      "events": .array(report.events.map { .integer($0) }),
      "searched_bytes": .integer(report.searched), "rewritten": .boolean(report.isRewritten),
    ]
  }
}
