import ArgumentParser
import AuditLog
import Diagnostics
import SafetyCore

struct AuditProveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Prove that an event is in the log, or that the log continues an earlier size.",
    discussion: """
      Examples:
        gemma-safety audit prove 7 --audit filtered/audit.sqlite \\
          --out event-7.proof.json
        gemma-safety audit prove --from 5000 --to 9000 --out growth.proof.json
        gemma-safety audit verify --proof event-7.proof.json --key audit.key.pub

      A proof is checked without the log. It leads to a checkpoint: to the last stored one that \
      holds the event, which is signed where the log has a key, or to that of the size given by \
      --to.
      """
  )
  @Argument(help: "The event's number, as `audit show` prints it.") var event: Int?
  @Option(help: "Prove that the log continues its first so many events.") var from: Int?
  @Option(name: [.customLong("to"), .customLong("size")], help: "Events under the checkpoint.")
  var size: Int?
  @Option(help: "Show this sealed content, such as prompt, in the proof; may be repeated.")
  var reveal: [String] = []
  @Option(help: "Write the proof to this file; standard output without one or for -.")
  var out: String?
  @OptionGroup var log: AuditLogOption

  func validate() throws {
    guard (event == nil) != (from == nil) else {
      throw ValidationError("name an event, or an earlier size by --from")
    }
    guard reveal.isEmpty || event != nil else {
      throw ValidationError("--reveal shows a content of an event")
    }
    guard event ?? 0 >= 0, from ?? 0 >= 0, size ?? 0 >= 0 else {
      throw ValidationError("events are counted from zero")
    }
  }

  func run() throws {
    try GemmaSafety.reporting {
      let log = try log.open()
      var proof =
        if let event {
          try log.proveInclusion(of: event, size: size)
        } else {
          try log.proveConsistency(from: from ?? 0, to: size)
        }
      if let event { proof.opened = try log.opened(reveal, of: event) }
      let bytes = proof.value.canonicalJSON + [0x0A]
      if let out, out != "-" {
        try SafeFile.replace(out, bytes)
      } else {
        let output = LineOutput()
        output.write(bytes)
        output.flush()
      }
    }
  }
}
