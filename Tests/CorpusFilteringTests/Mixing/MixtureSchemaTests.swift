import Compression
import CorpusFiltering
import Foundation
import Testing

/// The JSON Schema for editors says what the parser takes.
struct MixtureSchemaTests {
  /// The node under a path of keys, as its keys or words.
  private func words(_ path: String...) throws -> Set<String> {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "policies/schema/mixture.schema.json")
    var node: Any = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    for key in path { node = try #require((node as? [String: Any])?[key], "\(key)") }
    if let list = node as? [String] { return Set(list) }
    return Set(try #require(node as? [String: Any]).keys)
  }

  @Test func `knows the same keys and words as the parser`() throws {
    #expect(try words("properties") == Set(MixtureRecipeParser.keys))
    #expect(
      try words("properties", "sources", "additionalProperties", "properties")
        == Set(MixtureRecipeParser.sourceKeys)
    )
    #expect(
      try words("properties", "unit", "enum")
        == Set(MixtureRecipe.Unit.allCases.map(\.rawValue))
    )
    #expect(
      try words("properties", "on_shortage", "enum")
        == Set(MixtureRecipe.Shortage.allCases.map(\.rawValue))
    )
    #expect(
      try words("properties", "compression", "enum")
        == Set(OutputCompression.allCases.map(\.rawValue))
    )
    #expect(
      try words(
        "properties",
        "sources",
        "additionalProperties",
        "properties",
        "format",
        "enum"
      ) == Set(InputFormat.allCases.map(\.rawValue))
    )
  }
}
