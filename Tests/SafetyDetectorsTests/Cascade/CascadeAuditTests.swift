import SafetyCore
import SafetyDetectors
import Testing
import TextViews

/// The sample that shows what the cheap stages miss.
struct CascadeAuditTests {
  private static let audit = CascadeRecord.auditRule.rawValue

  @Test func `lets the last stage read a sampled document whole`() throws {
    let fixture = CascadeFixture()
    let detector = try fixture.detector(["audit_sample": .number(1)])
    let text = CascadeFixture.calm(40) + "silver dance. " + CascadeFixture.calm(40)
    let run = try DetectorRun(detector, text)
    #expect(fixture.small.texts.first == text)
    #expect(fixture.tiny.texts.isEmpty)
    #expect(run[Self.audit] == Double(CascadeRecord.Audit.missed.rawValue))
    #expect(run["toxicity-cascade/stage"] == 1)
    #expect(run["toxicity-cascade/flagged"] == 0)
    #expect(run["toxicity-cascade/toxic"] == Double(Float(0.9)))
  }

  @Test func `tells clean documents from flagged ones`() throws {
    let fixture = CascadeFixture()
    let detector = try fixture.detector(["audit_sample": .number(1)])
    let clean = try DetectorRun(detector, CascadeFixture.calm(40))
    #expect(clean[Self.audit] == Double(CascadeRecord.Audit.clean.rawValue))
    let flagged = try DetectorRun(detector, CascadeFixture.calm(40) + "silver kettle")
    #expect(flagged[Self.audit] == Double(CascadeRecord.Audit.flagged.rawValue))
  }

  @Test func `reads nothing twice that was passed on whole`() throws {
    let fixture = CascadeFixture()
    let detector = try fixture.detector(["audit_sample": .number(1)])
    _ = try DetectorRun(detector, "silver kettle")
    // Twice in all, because the run inspects each text twice.
    #expect(fixture.small.texts == ["silver kettle", "silver kettle"])
  }

  @Test func `samples the share asked for by the text alone`() throws {
    let fixture = CascadeFixture()
    let texts = (0..<2000).map { "calm meadow \($0)" }
    func sampled(_ settings: [String: SettingValue]) throws -> [Bool] {
      let detector = try fixture.detector(settings)
      return try texts.map { try DetectorRun(detector, $0)[Self.audit] > 0 }
    }
    let tenth = try sampled(["audit_sample": .number(0.1)])
    // Five standard deviations around 200; the texts and the key never change.
    #expect((133...267).contains(tenth.count { $0 }))
    #expect(try tenth == sampled(["audit_sample": .number(0.1)]))
    let fifth = try sampled(["audit_sample": .number(0.2)])
    #expect(zip(tenth, fifth).allSatisfy { !$0 || $1 })
    let other = try sampled(["audit_sample": .number(0.1), "audit_seed": .string("other")])
    #expect(other != tenth)
    #expect(try !sampled(["audit_sample": .number(0)]).contains(true))
  }
}
