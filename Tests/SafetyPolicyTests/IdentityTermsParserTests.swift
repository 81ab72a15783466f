import Diagnostics
import SafetyPolicy
import Testing

/// The file of identity terms.
struct IdentityTermsParserTests {
  @Test func `reads groups in their order`() throws {
    let text = "version: 1\ngroups:\n  spoons: [spoon, silver spoon]\n  kettles: [kettle]\n"
    let groups = try IdentityTermsParser.parse(text, file: "terms.yaml")
    #expect(groups.map(\.name) == ["spoons", "kettles"])
    #expect(groups[0].terms == ["spoon", "silver spoon"])
  }

  @Test(arguments: [
    "", "groups: {a: [b]}", "version: 1", "version: 1\ngroups: {}", "version: 1\ngroups: {a: b}",
    "version: 1\ngroups: {a: []}", "version: 1\ngroups: {A b: [c]}", "version: 1\ngroups: [", "- 1",
    "version: 1\ngroups: {a: [[b]]}",
  ])
  func `refuses what is no list of terms`(text: String) {
    #expect(throws: Diagnostic.self) { try IdentityTermsParser.parse(text, file: "terms.yaml") }
  }
}
