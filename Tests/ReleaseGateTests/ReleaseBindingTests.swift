import AuditLog
import ReleaseGate
import SafetyCore
import SafetyRuntime
import Testing

/// Whether a gate decides on evidence of the model at hand, and on all of it.
@Suite struct ReleaseBindingTests {
  private func outcome(_ checks: String, hits: Int = 4) throws -> GateOutcome {
    let release = try MadeUpRelease()
    let head = MadeUpRelease.policy.prefix { $0 != "\n" }
    let policy =
      "\(head)\nname: made-up\nversion: 1.0.0\nowner: Safety Board\nchecks:\n  - \(checks)\n"
    try release.write("release.yaml", Array(policy.utf8))
    try release.fill(hits: hits)
    return try release.session().decide().outcome
  }

  @Test func `takes no evidence for none of this model`() throws {
    #expect(try outcome("{id: same-weights, require: model_digest}") == .insufficient)
    #expect(
      try outcome("{id: done, require: evaluations, benchmarks: [silver-kettle]}") == .pass
    )
  }

  @Test func `takes no figure that follows its evaluation's end`() throws {
    let release = try MadeUpRelease()
    try release.fill(hits: 30)
    #expect(try release.session().decide().outcome == .fail)
    let log = try release.open()
    var figures: [MetricEvent] = []
    try log.events(of: nil, kind: MetricEvent.kind) { figures.append(try $0.decode()) }
    var better = try #require(figures.last)
    better.value = "0.01"
    better.interval = .init(low: "0.001", high: "0.02", level: "0.95", method: "wilson")
    try log.append([better.record], run: better.run, state: nil)
    let report = try log.verify()
    #expect(!report.completeness.passed)
    try log.close()
    #expect(try release.session().decide().outcome == .invalid)
  }
}
