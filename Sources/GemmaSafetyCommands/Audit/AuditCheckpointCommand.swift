import ArgumentParser
import AuditLog
import Diagnostics
import Glibc
import SafetyCore
import SafetyRuntime

struct AuditCheckpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Store a checkpoint of the log, sign it, and publish it to a file.",
    discussion: """
      A checkpoint commits to every event so far. Keep it where whoever may write to the log cannot:
      only then does `audit verify --checkpoint FILE` show a log that was cut off or rewritten. A \
      published checkpoint is replaced only by one that continues it.

      Examples:
        gemma-safety audit checkpoint filtered/audit.sqlite --new-key audit.key
        gemma-safety audit checkpoint filtered/audit.sqlite --key audit.key \\
          --out checkpoint
        gemma-safety audit verify filtered/audit.sqlite --key audit.key.pub \\
          --checkpoint checkpoint

      The form is a C2SP checkpoint, signed by Ed25519 as a C2SP signed note. Exit codes: 0 done, \
      1 the log does not continue the published checkpoint, 2 failed.
      """
  )
  @OptionGroup var log: AuditLogArgument
  @Option(help: Setting.auditKey.help("Sign with this private key.")) var key: String?
  @Option(help: "Make a new key first: FILE for its owner alone (mode 0600), and FILE.pub.")
  var newKey: String?
  @Option(help: "The new key's name; the log's own where not given.") var keyName: String?
  @Option(help: "Write the checkpoint to this file as well.") var out: String?
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    guard key == nil || newKey == nil else {
      throw ValidationError("--key names a key that is there, --new-key one to be made")
    }
    guard keyName == nil || newKey != nil else {
      throw ValidationError("--key-name is the name of a --new-key")
    }
    guard out != "-" else {
      throw ValidationError("the checkpoint is printed in any case: --out names a file")
    }
    if let keyName, !NoteVerifier.isName(keyName) {
      throw ValidationError("a key's name has no white space and no plus")
    }
  }

  func run() throws {
    var code = ExitCode.success
    try GemmaSafety.reporting {
      let old = try out.flatMap { path in
        access(path, F_OK) == 0 ? try SafeFile.read(path, limit: 1 << 20).bytes : nil
      }
      let signer = try signer()
      let log = try AuditLog(
        path: self.log.path,
        mode: .existing,
        signer: signer,
        clock: Clock.now
      )
      do {
        let note =
          if let out {
            try log.publishCheckpoint(to: out, replacing: old)
          } else {
            try log.storeCheckpoint()
          }
        try log.close()
        display.show(text: { note.encoded }, json: { Self.json(note, key: signer?.verifier) })
      } catch let problem as Diagnostic where problem.code == "audit/not-continued" {
        GemmaSafety.note(problem.description)
        code = ExitCode(1)
      }
    }
    if code != .success { throw code }
  }

  private func signer() throws -> NoteSigner? {
    guard let newKey else { return try AuditKeyOption.signer(key) }
    let log = try self.log.open()
    let name = try keyName ?? log.checkpoint().origin
    try log.close()
    return try KeyFile.create(name: name, at: newKey)
  }

  private static func json(_ note: SignedNote, key: NoteVerifier?) -> CanonicalValue {
    let checkpoint = AuditCheckpoint(note: note.text)
    return [
      "format": "gemma-safety.audit-checkpoint/1",
      "origin": .string(checkpoint?.origin ?? ""), "size": .integer(checkpoint?.size ?? 0),
      "root": .string(checkpoint?.root.hex ?? ""), "note": .string(note.encoded),
      "key": key.map { .string($0.encoded) } ?? .null,
    ]
  }
}
