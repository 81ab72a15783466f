import Foundation
import Testing

@Suite struct PolicyDiffTests {
  @Test func `names each difference with a published recipe`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let result = try tool.run(["policy", "diff", "fineweb", "fineweb-paper"])
    #expect(result.status == 1)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 3)
    let words = lines[1].split(separator: " ")
    #expect(
      words == [
        "fineweb/duplicate-line-characters", "remove", "over", "0.01", "remove", "over", "0.1",
      ]
    )
    #expect(
      lines[2] == "1 difference: 0 only in fineweb, 0 only in fineweb-paper, "
        + "1 in both with other values"
    )
  }

  @Test func `says which rules the other lacks`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let result = try tool.run(["policy", "diff", "gopher-paper", "datatrove-0.10"])
    #expect(result.status == 1)
    #expect(result.output.contains("c4/sentences"))
    #expect(result.output.contains("0 only in gopher-paper, 10 only in datatrove-0.10, 0 in both"))
  }

  @Test func `cuts long values in its table, and in JSON none`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let table = try tool.run(["policy", "diff", "default", "strict"]).output.split(separator: "\n")
    let names = table.map { $0.split(separator: "  ").first?.count ?? 0 }
    #expect(table.contains { $0.contains("…") })
    #expect(table.allSatisfy { $0.count <= (names.max() ?? 0) + 2 * (60 + 2) })
    let json = try tool.run(["policy", "diff", "default", "strict", "--json"]).output
    #expect(!json.contains("…") && json.split(separator: "\"").contains { $0.count > 60 })
  }

  @Test(arguments: [
    "gopher-paper", "datatrove-0.10", "dolma-gopher-v2", "c4", "fineweb", "fineweb-paper",
    "corpus-cascade",
  ])
  func `knows each recipe by its name`(recipe: String) throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    #expect(try tool.run(["policy", "check", recipe]).status == 0)
    let same = try tool.run(["policy", "diff", recipe, recipe])
    #expect(same.status == 0 && same.output == "no difference\n")
  }
}
