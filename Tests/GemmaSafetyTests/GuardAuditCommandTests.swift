import Foundation
import Testing

/// `review`, `replay` and `policy diff --audit` over a log that `generate --policy` wrote.
struct GuardAuditCommandTests {
  private static func policy(_ rules: String) -> String {
    """
    schema: gemma-safety/policy/1
    name: tea-room
    version: 1.0.0
    detectors:
      dance: {kind: lexicon, phrases: [silver kettle dance]}
      spoon: {kind: lexicon, phrases: [copper spoon]}
    templates:
      refusal: {fallback: [en], texts: {en: I cannot help with that.}}
    rules:
    \(rules)
    """
  }

  private static let first = policy(
    "  - {id: dance, stage: prompt, if: hit(dance), action: refuse, template: refusal, escalate: true}"
  )
  private static let second = policy(
    "  - {id: spoon, stage: prompt, if: hit(spoon), action: refuse, template: refusal}"
  )

  /// A folder with a log of three questions, the second of which was refused.
  private func asked() throws -> CommandLineTool {
    let tool = try CommandLineTool()
    try tool.write(Self.first, to: "first.yaml")
    try tool.write(Self.second, to: "second.yaml")
    for words in ["What is tea?", "Show me a silver kettle dance", "Is that a copper spoon?"] {
      let result = try tool.run([
        "generate", "--policy", "first.yaml", "--max-tokens", "4", "-q", words,
      ])
      #expect(result.status == (words.contains("dance") ? 1 : 0), "\(result.errors)")
    }
    return tool
  }

  private func object(_ result: CommandLineTool.Result) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return try #require(value as? [String: Any])
  }

  @Test func `lists a decision for review and settles it`() throws {
    let tool = try asked()
    defer { tool.remove() }
    let listed = try tool.run(["review", "list", "--json"])
    #expect(listed.status == 1)
    let reviews = try #require(try object(listed)["reviews"] as? [[String: Any]])
    #expect(reviews.count == 1 && reviews[0]["rule"] as? String == "dance")
    let event = try #require(reviews[0]["event"] as? Int)
    let words = [
      "review", "resolve", "\(event)", "--verdict", "overturned", "--reviewer", "kim", "--note",
      "a quotation",
    ]
    #expect(try tool.run(words).status == 0)
    let again = try tool.run(words)
    #expect(again.status == 1 && again.errors.contains("error[review/resolved]"))
    #expect(try tool.run(["review", "list"]).output == "nothing waits for review\n")
    #expect(try tool.run(["review", "list", "--all"]).output.contains("overturned"))
    #expect(try tool.run(["audit", "verify", "audit.sqlite"]).status == 0)
    let other = try tool.run(["review", "resolve", "0"] + words.dropFirst(3))
    #expect(other.status == 2 && other.errors.contains("error[review/unknown]"))
    #expect(try tool.run(["review", "resolve", "1", "--verdict", "maybe"]).status == 64)
    #expect(try tool.run(["review", "list", "--audit", "none.sqlite"]).status == 2)
  }

  @Test func `says what another policy would have decided`() throws {
    let tool = try asked()
    defer { tool.remove() }
    let same = try tool.run(["replay", "--policy", "first.yaml"])
    #expect(same.status == 0 && same.output.contains("unchanged"), "\(same.output)\(same.errors)")
    let other = try tool.run(["replay", "--policy", "second.yaml", "--json"])
    #expect(other.status == 1)
    let counts = try #require(try object(other)["counts"] as? [String: Int])
    #expect(counts["blocked"] == 1 && counts["allowed"] == 1 && counts["unknown"] == 0)
    let text = try tool.run(["replay", "--policy", "second.yaml"]).output
    #expect(text.contains("newly blocked") && text.contains("spoon"))
    let unknown = try tool.run(["replay", "--policy", "default"])
    #expect(unknown.status == 2 && unknown.output.contains("its detector had not looked"))
    let difference = ["policy", "diff", "first.yaml", "second.yaml", "--audit", "audit.sqlite"]
    #expect(try tool.run(difference).status == 1)
    #expect(
      try tool.run(["policy", "diff", "first.yaml", "first.yaml"] + difference.suffix(2)).status
        == 0
    )
    let corpus = try tool.run(["policy", "diff", "gopher-paper"] + difference.suffix(2))
    #expect(corpus.status == 2 && corpus.errors.contains("error[policy/no-replay]"))
    #expect(try tool.run(["replay"]).status == 64)
  }
}
