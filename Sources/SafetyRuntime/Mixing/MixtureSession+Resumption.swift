import Diagnostics

/// What `--resume` finds.
extension MixtureSession {
  /// The mixture asked for, where it is complete in the folder but perhaps for the last steps.
  ///
  /// A process that was stopped after its mixture entered the log may have left the report without its
  /// name and the working files; both is mended.
  ///
  /// - Returns: Nil where there is no mixture, or one that must be made from the start.
  /// - Throws: `resume/other-run`, `resume/other-log`, `resume/changed-file`; what the last steps throw.
  func finished() throws -> FinishedMixture? {
    let folder = MixtureFolder(path: request.output)
    let named = folder.finished
    guard let mixture = named ?? folder.prepared else { return nil }
    let isRecorded = try RecordedRun.hasEnded(mixture.run, in: request.auditPath)
    // A prepared report of which the log knows nothing is of a mixture that is made again.
    guard named != nil || isRecorded else { return nil }
    try requireOwn(mixture)
    guard isRecorded else { throw otherLog }
    try requireFiles(of: mixture)
    if named == nil { try folder.publishReport() }
    try folder.removeWork()
    return mixture
  }

  private func requireOwn(_ mixture: FinishedMixture) throws(Diagnostic) {
    guard !mixture.isRun(of: identity) else { return }
    throw Diagnostic(
      "resume/other-run",
      "the mixture that is there has another recipe, other inputs or another version",
      at: .init(file: request.output),
      hint: "choose another folder with -o, or pass --overwrite"
    )
  }

  private func requireFiles(of mixture: FinishedMixture) throws(Diagnostic) {
    guard let name = mixture.changedFile(in: request.output) else { return }
    throw Diagnostic(
      "resume/changed-file",
      "a file of the mixture that is there is missing or has another size than its report says",
      at: .init(file: "\(request.output)/\(name)"),
      hint: "pass --overwrite to make the mixture again"
    )
  }

  private var otherLog: Diagnostic {
    Diagnostic(
      "resume/other-log",
      "the mixture that is there is not in this audit log",
      at: .init(file: request.auditPath),
      hint: "name the log that it is in with --audit, or pass --overwrite"
    )
  }
}
