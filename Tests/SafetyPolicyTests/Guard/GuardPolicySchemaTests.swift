import Foundation
import SafetyPolicy
import Testing

/// The JSON Schema for editors says what the parser takes.
struct GuardPolicySchemaTests {
  private func schema() throws -> [String: Any] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "policies/schema/guard-policy.schema.json")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
    )
  }

  /// The node under a path of keys.
  private func words(_ path: String...) throws -> Set<String> {
    var node: Any = try schema()
    for key in path { node = try #require((node as? [String: Any])?[key], "\(key)") }
    if let list = node as? [String] { return Set(list) }
    return Set(try #require(node as? [String: Any]).keys)
  }

  @Test func `knows the same keys and words as the parser`() throws {
    #expect(try words("properties") == Set(GuardPolicyParser.keys))
    let detector = ["properties", "detectors", "additionalProperties", "properties"]
    #expect(
      try words(detector[0], detector[1], detector[2], detector[3], "kind", "enum")
        == Set(GuardDetector.Kind.allCases.map(\.rawValue))
    )
    #expect(
      try words(detector[0], detector[1], detector[2], detector[3])
        == Set(GuardPolicyParser.detectorKeys)
    )
    #expect(
      try words("properties", "settings", "properties", "fail_mode", "properties")
        == Set(GuardStage.allCases.map(\.rawValue))
    )
    #expect(
      try words("properties", "rules", "items", "properties") == Set(GuardPolicyParser.ruleKeys)
    )
    #expect(
      try words("properties", "rules", "items", "properties", "action", "enum")
        == Set(GuardAction.allCases.map(\.rawValue))
    )
    #expect(
      try words("properties", "tests", "items", "properties", "mutate", "items", "enum")
        == Set(GuardTestCase.Mutation.allCases.map(\.rawValue))
    )
    #expect(
      try words("properties", "gates", "properties")
        == Set(GuardGate.Measure.allCases.map(\.rawValue))
    )
  }
}
