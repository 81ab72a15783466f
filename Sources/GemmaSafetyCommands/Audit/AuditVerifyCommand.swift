import ArgumentParser
import AuditLog
import Diagnostics
import SafetyCore
import TerminalOutput

struct AuditVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract:
      "Check a log or a proof: 0 it holds, 1 changed, 2 incomplete, 3 nobody vouches for it.",
    discussion: """
      Examples:
        gemma-safety audit verify filtered/audit.sqlite
        gemma-safety audit verify filtered/audit.sqlite --key audit.key.pub \\
          --checkpoint checkpoint
        gemma-safety audit verify --proof event-7.proof.json --key audit.key.pub

      Exit codes: 0 it holds; 1 it was changed; 2 it holds but a run is incomplete, or it cannot \
      be read; 3 it holds but a --key has not signed all of it, or a proof was given neither --key \
      nor --checkpoint. `audit checkpoint --key` signs all events so far.
      """
  )
  @OptionGroup var log: AuditLogArgument
  @Option(help: "A public key, or its file, whose signature is asked for; may be repeated.")
  var key: [String] = []
  @Option(help: "A checkpoint that was kept outside the log; - for standard input.")
  var checkpoint: String?
  @Option(help: "Check this proof, without any log; - for standard input.") var proof: String?
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    guard checkpoint != "-" || proof != "-" else {
      throw ValidationError("standard input is either the checkpoint or the proof")
    }
  }

  func run() throws {
    var outcome = VerificationReport.Outcome.ok
    try GemmaSafety.reporting {
      let keys = try key.map(KeyFile.verifier)
      let external = try checkpoint.map {
        try AuditCheckpoint.parse(SafeFile.readInput($0, limit: 1 << 20), file: $0).note
      }
      if let proof {
        let proof = try AuditProof(
          parsing: SafeFile.readInput(proof, limit: 64 << 20),
          file: proof
        )
        let report = try proof.verify(against: external, keys: keys)
        outcome = report.outcome
        display.show(text: { ProofView.text(report) }, json: { ProofView.json(report) })
      } else {
        let report = try log.open().verify(against: external, keys: keys)
        outcome = report.outcome
        display.show(
          text: { VerificationView.text(report) },
          json: { VerificationView.json(report) }
        )
      }
    }
    switch outcome {
    case .ok: break
    case .tampered: throw ExitCode(1)
    case .incomplete: throw ExitCode(2)
    case .unverifiable: throw ExitCode(3)
    }
  }
}
