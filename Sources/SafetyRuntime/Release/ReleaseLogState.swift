import AuditLog
import Diagnostics
import ReleaseGate
import SafetyCore

/// Whether the log holds, and what a checkpoint outside it says.
struct ReleaseLogState {
  let log: ReleaseEvidence.Log
  let checkpoint: ReleaseEvidence.Checkpoint?

  init(_ audit: AuditLog, _ request: ReleaseRequest) throws {
    let outside = try request.checkpoint.map { path in
      try AuditCheckpoint.parse(SafeFile.read(path, limit: 1 << 20).bytes, file: path)
    }
    let report = try audit.verify(against: outside?.note, keys: request.auditKeys)
    log = ReleaseEvidence.Log(
      standing: ReleaseEvidence.Log.Standing(rawValue: report.outcome.rawValue) ?? .tampered,
      problem: Self.problem(report),
      size: report.events,
      root: report.root,
      signedSize: Self.signedSize(report, outside?.checkpoint)
    )
    checkpoint = outside.map { checkpoint, note in
      ReleaseEvidence.Checkpoint(
        size: checkpoint.size,
        problem: report.external?.problem,
        isSigned: request.auditKeys.contains { note.standing(of: $0) == .valid }
      )
    }
  }

  /// The farthest that a key handed in vouches for, in the log or on the checkpoint outside it.
  private static func signedSize(
    _ report: VerificationReport,
    _ outside: AuditCheckpoint?
  ) -> Int {
    guard report.signatures.areTrusted else { return 0 }
    let isVouched = report.signatures.external == true && report.external?.passed == true
    return max(report.signatures.lastSize ?? 0, isVouched ? outside?.size ?? 0 : 0)
  }

  private static func problem(_ report: VerificationReport) -> String? {
    let checks = [
      report.structure, report.leaves, report.tiles, report.checkpoints, report.sealed,
      report.external ?? .init(), report.completeness,
    ]
    if let first = checks.first(where: { !$0.passed }), let problem = first.problem {
      let place = first.firstBadIndex.map { ", event \($0)" } ?? ""
      return problem + place
    }
    return report.outcome == .ok ? nil : "no key that was handed in has signed the log"
  }
}
