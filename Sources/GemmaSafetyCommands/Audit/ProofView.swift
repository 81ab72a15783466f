import AuditLog
import CorpusFiltering
import ReportPages
import SafetyCore

/// How the check of a proof is printed.
enum ProofView {
  static func text(_ report: ProofReport) -> String {
    let origin = ReportFormat.printable(report.checkpoint.origin)
    let size = ReportFormat.counted(report.checkpoint.size, "event")
    let claim =
      switch report.claim {
      case .inclusion(let index, _): "event \(index) is among the first \(report.checkpoint.size)"
      case .consistency: "the log of \(size) continues the earlier one"
      }
    let signers = report.signedBy.map { ReportFormat.printable($0.encoded) }
    let vouched = signers.isEmpty ? "no key" : signers.joined(separator: ", ")
    return """
      \(report.outcome.rawValue): \(report.problem ?? claim)
        log           \(origin)
        root          \(report.checkpoint.root.hex)
        signed by     \(vouched)
        checkpoint    \(report.matchesExternal ? "the one given" : "not compared")

      """
  }

  static func json(_ report: ProofReport) -> CanonicalValue {
    var members: [String: CanonicalValue] = [
      "format": "gemma-safety.audit-proof-verification/1",
      "outcome": .string(report.outcome.rawValue),
      "problem": report.problem.map { .string($0) } ?? .null,
      "origin": .string(report.checkpoint.origin), "size": .integer(report.checkpoint.size),
      "root": .string(report.checkpoint.root.hex),
      "signed_by": .array(report.signedBy.map { .string($0.encoded) }),
      "matches_checkpoint": .boolean(report.matchesExternal),
    ]
    if case .inclusion(let index, let body) = report.claim {
      members["index"] = .integer(index)
      members["leaf"] = .string(MerkleRange.leafHash(body).hex)
    }
    return .object(members)
  }
}
