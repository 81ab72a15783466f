import CorpusFiltering
import Diagnostics

/// Whose run it is that `--resume` finds.
extension FilterSession {
  /// The unfinished run to go on with, or nil where there is none.
  ///
  /// - Throws: `resume/other-run`, `resume/other-log` or `resume/other-key`.
  func earlierRun() throws -> RunMarker? {
    guard request.resumes, let marker = try RunMarker.read(in: request.output) else { return nil }
    guard marker.identity == identity else { throw otherRun("unfinished") }
    guard marker.audit == auditPlace else {
      let path = marker.audit.hasPrefix("/") ? marker.audit : "\(request.output)/\(marker.audit)"
      throw Diagnostic(
        "resume/other-log",
        "the unfinished run has its decisions in another audit log",
        at: .init(file: request.auditPath),
        hint: "go on with `--audit \(path)`, or start over with --overwrite"
      )
    }
    guard request.pseudonymKey ?? marker.key == marker.key else {
      throw Diagnostic(
        "resume/other-key",
        "the unfinished run has another key for its pseudonyms",
        at: .init(file: request.output),
        hint: "leave --pseudonym-key out: the run remembers its key; or start over with --overwrite"
      )
    }
    return marker
  }

  /// The finished run in the folder, provided that it is the one asked for and still whole.
  ///
  /// - Throws: `resume/other-run`, `resume/other-log` or `resume/changed-file`.
  func finishedRun() throws -> RunFigures {
    let run = try RunFigures(in: request.output)
    guard run.isRun(of: identity) else { throw otherRun("finished") }
    guard try RecordedRun.hasEnded(run.run, in: request.auditPath) else {
      throw Diagnostic(
        "resume/other-log",
        "the finished run is not in this audit log",
        at: .init(file: request.auditPath),
        hint: "name the log that it is in with --audit, or start over with --overwrite"
      )
    }
    guard let changed = run.outputs.first(where: { !$0.isWhole(in: request.output) }) else {
      return run
    }
    throw Diagnostic(
      "resume/changed-file",
      "a result of the finished run is missing or has another size than its report says",
      at: .init(file: "\(request.output)/\(changed.name)"),
      hint: "start over with --overwrite"
    )
  }

  /// Where the audit log is: below the folder of the results, else from the root.
  var auditPlace: String {
    let path = RealPath.ofFile(request.auditPath)
    guard let folder = RealPath.of(request.output), path.hasPrefix(folder + "/") else {
      return path
    }
    return String(path.dropFirst(folder.count + 1))
  }

  private func otherRun(_ state: String) -> Diagnostic {
    Diagnostic(
      "resume/other-run",
      "the \(state) run has another policy, other inputs or other options",
      at: .init(file: request.output),
      hint: "call it as before, or start over with --overwrite"
    )
  }
}
