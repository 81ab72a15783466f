import AuditLog
import Glibc
import SafetyCore
import Testing

@Suite struct VerificationSpeedTests {
  @Test(.enabled(if: getenv("AUDIT_SPEED") != nil))
  func `verifies more than two hundred thousand events a second`() throws {
    let test = try TestLog()
    let log = try test.open()
    let count = 500_000
    try log.append([SampleRun.begin("r0").record], run: "r0", state: nil)
    let clock = ContinuousClock()
    let start = clock.now
    for batch in 0..<count / 1000 {
      let records = (0..<1000).map { SampleRun.decision("r0", batch * 1000 + $0).record }
      try log.append(records, run: "r0", state: nil)
    }
    print("append: \(Double(count) / ((clock.now - start) / .seconds(1))) events/s")
    let report = try log.verify()
    print("verify: \(Double(report.events) / report.seconds) events/s")
    #expect(report.outcome == .incomplete)
    #expect(Double(report.events) / report.seconds > 200_000)
    try log.close()
  }
}
