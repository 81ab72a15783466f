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
    let standing = Self.standing(report)
    log = ReleaseEvidence.Log(
      standing: standing,
      problem: Self.problem(report, standing),
      size: report.events,
      root: report.root,
      signedSize: report.signatures.areTrusted ? report.signatures.signedSize ?? 0 : 0
    )
    checkpoint = outside.map { checkpoint, note in
      ReleaseEvidence.Checkpoint(
        size: checkpoint.size,
        problem: report.external?.problem,
        isSigned: request.auditKeys.contains { note.standing(of: $0) == .valid }
      )
    }
  }

  /// A log may go on after a signature: whether that reaches the evidence is a check's to say.
  private static func standing(_ report: VerificationReport) -> ReleaseEvidence.Log.Standing {
    guard report.isIntact else { return .tampered }
    let signatures = report.signatures
    let isSigned = signatures.signedSize != nil && signatures.external != false
    if signatures.areTrusted, !isSigned { return .unverifiable }
    return report.completeness.passed ? .ok : .incomplete
  }

  private static func problem(
    _ report: VerificationReport,
    _ standing: ReleaseEvidence.Log.Standing
  ) -> String? {
    let checks = [
      report.structure, report.leaves, report.tiles, report.checkpoints, report.sealed,
      report.external ?? .init(), report.completeness,
    ]
    if let first = checks.first(where: { !$0.passed }), let problem = first.problem {
      let place = first.firstBadIndex.map { ", event \($0)" } ?? ""
      return problem + place
    }
    return standing == .unverifiable ? "no key that was handed in has signed the log" : nil
  }
}
