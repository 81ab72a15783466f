import ArgumentParser
import AuditLog
import Diagnostics
import SafetyCore
import SafetyRuntime

struct ReleaseSignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign",
    abstract: "Sign the recorded verdict, and the model with all its papers.",
    discussion: """
      Example:
        gemma-safety release sign --policy release.yaml --audit audit.sqlite \\
          --model kettle-1b --key release.key --audit-key audit.key

      Writes into the model's folder: release.verdict.json (in-toto test result with the proofs), \
      release.summary.json (SLSA verification summary), release.cdx.json (CycloneDX declarations), \
      and last model.sig (OpenSSF model signing) over all files. Sign after the card was \
      generated: what is changed later breaks the signature.

      Exit codes: 0 signed; 1 the verdict is no pass; 2 there is no verdict, or it is out of date.
      """
  )
  @OptionGroup var options: ReleaseOptions
  @Option(help: "The private key that signs the release.") var key: String
  @OptionGroup var auditKey: AuditKeyOption
  @Option(help: "Where the model is to be found, as a URI, for the summary.") var resource: String?
  @Flag(help: "Sign a verdict that is no pass as well.") var failed = false
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    var isRefused = false
    try GemmaSafety.reporting {
      let signing = ReleaseSigning(
        session: try ReleaseSession(options.request(), now: Clock.now()),
        key: try ReleaseKeyFile.signing(at: key),
        auditSigner: try auditKey.signer(),
        version: GemmaSafety.version,
        clock: Clock.now
      )
      do {
        let outcome = try signing.sign(acceptsFailure: failed, resource: resource)
        display.show(text: { Self.text(outcome) }, json: { Self.json(outcome) })
      } catch let problem as Diagnostic where problem.code == "release/not-passed" {
        GemmaSafety.note(problem.description)
        isRefused = true
      }
    }
    if isRefused { throw ExitCode(1) }
  }

  private static func text(_ outcome: ReleaseSigning.Outcome) -> String {
    "\(outcome.verdict.outcome.rawValue): event \(outcome.event) of the log\n"
      + outcome.files.map { "  \($0)\n" }.joined()
  }

  private static func json(_ outcome: ReleaseSigning.Outcome) -> CanonicalValue {
    [
      "format": "gemma-safety.release-signature/1",
      "outcome": .string(outcome.verdict.outcome.rawValue), "event": .integer(outcome.event),
      "files": .array(outcome.files.map { .string($0) }),
    ]
  }
}
