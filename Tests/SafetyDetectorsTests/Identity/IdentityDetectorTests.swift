import Diagnostics
import SafetyCore
import SafetyDetectors
import Testing

/// Mentions by group.
struct IdentityDetectorTests {
  private let groups = [
    IdentityGroup(name: "women", terms: ["woman", "women"]),
    IdentityGroup(name: "old_age", terms: ["elderly people", "old women"]),
  ]

  @Test func `counts mentions in every group that they belong to`() throws {
    let run = try DetectorRun(IdentityDetector(groups: groups), "Old women and a Woman, women.")
    #expect(run["identity/women"] == 3)
    #expect(run["identity/old-age"] == 1)
  }

  @Test(arguments: ["", "womanly omen", "elderly. People", "🙂"])
  func `counts no parts of words`(text: String) throws {
    let run = try DetectorRun(IdentityDetector(groups: groups), text)
    #expect(run.values.values.allSatisfy { $0 == 0 })
    #expect(run.values.count == 2)
  }

  @Test func `has no rules without groups`() throws {
    #expect(try DetectorRun(IdentityDetector(groups: []), "women").values.isEmpty)
  }

  @Test func `refuses a term without letters`() {
    let group = IdentityGroup(name: "x", terms: ["--"])
    #expect(throws: Diagnostic.self) { try IdentityDetector(groups: [group]) }
  }
}
