import Foundation
import Testing

/// The JSON Schema of corpus policies against what the program says of its detectors.
@Suite struct PolicySchemaCommandTests {
  private func object(_ value: Any?) throws -> [String: Any] {
    try #require(value as? [String: Any])
  }

  @Test func `knows every detector, setting and rule and nothing else`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let printed = try tool.run(["policy", "schema"])
    let schema = try object(JSONSerialization.jsonObject(with: Data(printed.output.utf8)))
    let listed = try tool.run(["policy", "rules", "--json"])
    let rules = try object(JSONSerialization.jsonObject(with: Data(listed.output.utf8)))
    let detectors = try #require(rules["detectors"] as? [[String: Any]])
    let known = try object(object(schema["properties"])["detectors"])
    #expect(known["additionalProperties"] as? Bool == false)
    let members = try object(known["properties"])
    #expect(members.count == detectors.count)
    for detector in detectors {
      let name = try #require(detector["name"] as? String)
      let parts = try object(object(members[name])["properties"])
      let settings = try object(object(parts["settings"])["properties"])
      let keys = (detector["settings"] as? [[String: Any]])?.compactMap { $0["key"] as? String }
      #expect(Set(settings.keys) == Set(keys ?? []), "\(name)")
      let own = try object(object(parts["rules"])["properties"])
      let names = (detector["rules"] as? [[String: Any]])?.compactMap { $0["name"] as? String }
      #expect(Set(own.keys) == Set(names ?? []), "\(name)")
    }
    let contamination = try object(members["contamination"])["properties"]
    let settings = try object(object(object(contamination)["settings"])["properties"])
    #expect(try object(settings["benchmarks"])["type"] as? [String] == ["string", "array"])
  }
}
