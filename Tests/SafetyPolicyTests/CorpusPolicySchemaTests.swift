import SafetyCore
import SafetyPolicy
import SafetyRuntime
import Testing

/// The JSON Schema for editors says what the parser takes.
struct CorpusPolicySchemaTests {
  private let schema = CorpusPolicySchema(catalog: DetectorCatalog.descriptors).value

  /// The node under a path of keys.
  private func node(_ path: String...) throws -> CanonicalValue {
    try path.reduce(schema) { value, key in try #require(value.members?[key], "\(key)") }
  }

  @Test func `knows every detector with its settings and rules, and nothing else`() throws {
    let detectors = try node("properties", "detectors", "properties")
    #expect(
      try Set(#require(detectors.members).keys) == Set(DetectorCatalog.descriptors.map(\.name))
    )
    for detector in DetectorCatalog.descriptors {
      let own = try #require(detectors.members?[detector.name]?.members)
      #expect(own["additionalProperties"] == false)
      let settings = own["properties"]?.members?["settings"]?.members?["properties"]?.members
      let rules = own["properties"]?.members?["rules"]?.members?["properties"]?.members
      #expect(Set((settings ?? [:]).keys) == Set(detector.settings.map(\.key)))
      #expect(rules?.count == detector.rules.count)
    }
  }

  @Test func `bounds the numbers of near duplicates as the parser does`() throws {
    let near = ["properties", "detectors", "properties", "near-duplicates", "properties"]
    let settings = try node(near[0], near[1], near[2], near[3], near[4], "settings", "properties")
    let buckets = try #require(settings.members?["buckets"]?.members)
    #expect(buckets["type"] == "integer")
    #expect(buckets["minimum"] == 1 && buckets["maximum"] == 128)
    #expect(settings.members?["when_full"]?.members?["enum"] == ["continue", "stop"])
    let rules = try node(near[0], near[1], near[2], near[3], near[4], "rules", "properties")
    let bound = rules.members?["document"]?.members?["properties"]?.members?["max"]?.members
    #expect(bound?["minimum"] == 0 && bound?["maximum"] == 1)
    let action = rules.members?["document"]?.members?["properties"]?.members?["action"]
    // No spans, and so nothing to cut.
    #expect(action?.members?["enum"] == ["annotate", "remove", "withhold"])
  }
}
