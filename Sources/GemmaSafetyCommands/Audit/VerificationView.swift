import AuditLog
import CorpusFiltering
import ReportPages
import SafetyCore
import TerminalOutput

/// How a verification is printed.
enum VerificationView {
  private static func checks(
    _ report: VerificationReport
  ) -> [(name: String, check: VerificationReport.Check)] {
    var checks = [
      ("structure", report.structure), ("leaves", report.leaves), ("tiles", report.tiles),
      ("checkpoints", report.checkpoints), ("sealed", report.sealed),
    ]
    if let external = report.external { checks.append(("external", external)) }
    checks.append(("completeness", report.completeness))
    return checks
  }

  static func text(_ report: VerificationReport) -> String {
    var table = TextTable(leading: 2)
    for (name, check) in checks(report) {
      if name == "completeness" { table.add("signatures", signatures(report)) }
      let more = check.problemCount > 1 ? " (and \(check.problemCount - 1) more)" : ""
      let place = check.firstBadIndex.map { ", event \($0)" } ?? ""
      let fine = name == "sealed" ? sealed(report.sealedCounts) : "ok"
      table.add(name, check.problem.map { ReportFormat.printable($0) + place + more } ?? fine)
    }
    let events = ReportFormat.counted(report.events, "event")
    return "\(report.outcome.rawValue): \(events), root \(report.root.hex)\n"
      + table.lines(indent: 2).joined(separator: "\n") + "\n"
  }

  private static func sealed(_ counts: VerificationReport.SealedCounts) -> String {
    guard counts != .init() else { return "ok" }
    let withheld = counts.withheld > 0 ? ", \(counts.withheld) not in an export" : ""
    return "ok: \(counts.intact) intact, \(counts.erased) erased by an event\(withheld)"
  }

  private static func signatures(_ report: VerificationReport) -> String {
    let signatures = report.signatures
    let names = signatures.keys.map { ReportFormat.printable($0.encoded) }.joined(separator: ", ")
    let whose = signatures.areTrusted ? "" : ", a key that only the log vouches for: give --key"
    guard let last = signatures.lastSize else {
      let external = signatures.external == true ? "the checkpoint outside is signed; " : ""
      return external + (names.isEmpty ? "none" : "none in the log by \(names)")
    }
    let rest = report.lacksSignatures ? "; nobody vouches for all of them" : ""
    return "\(signatures.valid) by \(names), the last over \(last) of "
      + ReportFormat.counted(report.events, "event")
      + whose + rest
  }

  static func json(_ report: VerificationReport) -> CanonicalValue {
    let members = checks(report).map { name, check in
      let value: CanonicalValue = [
        "passed": .boolean(check.passed), "problems": .integer(check.problemCount),
        "problem": check.problem.map { .string($0) } ?? .null,
        "first_bad_event": check.firstBadIndex.map { .integer($0) } ?? .null,
      ]
      return (name, value)
    }
    let signatures = report.signatures
    return [
      "format": "gemma-safety.audit-verification/1",
      "outcome": .string(report.outcome.rawValue),
      "integrity": report.isIntact ? "ok" : "tampered",
      "completeness": report.completeness.passed ? "ok" : "incomplete",
      "events": .integer(report.events),
      "root": .string(report.root.hex),
      "first_bad_event": report.firstBadIndex.map { .integer($0) } ?? .null,
      "checks": .object(Dictionary(uniqueKeysWithValues: members)),
      "sealed": [
        "intact": .integer(report.sealedCounts.intact),
        "erased": .integer(report.sealedCounts.erased),
        "withheld": .integer(report.sealedCounts.withheld),
        "missing": .integer(report.sealedCounts.missing),
      ],
      "signatures": [
        "keys": .array(signatures.keys.map { .string($0.encoded) }),
        "trusted": .boolean(signatures.areTrusted), "valid": .integer(signatures.valid),
        "last_size": signatures.lastSize.map { .integer($0) } ?? .null,
        "signed_size": signatures.signedSize.map { .integer($0) } ?? .null,
        "external": signatures.external.map { .boolean($0) } ?? .null,
      ],
    ]
  }
}
