import Foundation
import Testing

/// `chat` with its input from a pipe, on the shipped demonstration model.
struct ChatCommandTests {
  private static let policy = """
    schema: gemma-safety/policy/1
    name: tea-room
    version: 1.2.0
    detectors: {dance: {kind: lexicon, phrases: [silver kettle dance], views: [folded]}}
    rules:
      - {id: dance, stage: [prompt, history], if: hit(dance), action: refuse, template: no-dance}
    templates:
      no-dance: {fallback: [en], texts: {en: Not that dance.}}
    """

  @Test func `answers, says why, and forgets what it refused`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(Self.policy, to: "tea.yaml")
    let lines = [
      "/why", "Show me the silver kettle dance.", "/why", "What is the capital of France?", "/why",
      "/policy", "/clear", "Hello!", "/quit", "What is never read?",
    ]
    let result = try tool.run(
      ["chat", "--policy", "tea.yaml"],
      input: lines.joined(separator: "\n") + "\n"
    )
    #expect(result.status == 0, "\(result.errors)")
    let output = result.output.split(separator: "\n").map(String.init)
    try #require(output.count == 7, "\(output)")
    #expect(output[0] == "nothing was asked yet")
    #expect(output[1] == "Not that dance.")
    #expect(output[2].hasPrefix("refuse because of `dance` at the stage prompt"))
    // Were the refused turn kept, the history would be refused too.
    #expect(output[3] == "The capital of France is Paris.")
    #expect(output[4].hasPrefix("allow at the stage output"))
    #expect(output[5].hasPrefix("tea-room 1.2.0, sha256 "))
    #expect(output[6] == "Hello! How can I help you?")
    #expect(try tool.run(["audit", "verify", "audit.sqlite"]).status == 0)
  }

  @Test func `takes no word behind a slash for a question`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(Self.policy, to: "tea.yaml")
    let result = try tool.run(
      ["chat", "--policy", "tea.yaml"],
      input: "/foo\n/Clear all\n/why\n/etc/hosts is what?\n/quit\n"
    )
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("there is no command /foo;"))
    #expect(result.errors.contains("there is no command /Clear all;"))
    #expect(result.output.hasPrefix("nothing was asked yet\n"))
    #expect(result.output.count > "nothing was asked yet\n".count)
  }

  @Test func `begins nothing without a policy that holds`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let result = try tool.run(["chat", "--policy", "nowhere.yaml"], input: "Hello!\n")
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: tool.folder + "/audit.sqlite"))
  }
}
