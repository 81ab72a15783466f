import Foundation

/// A started `serve` in a folder of its own, and what its tests ask.
enum ServedTool {
  static let policy = """
    schema: gemma-safety/policy/1
    name: tea-room
    version: 1.0.0
    categories:
      dances: {title: Dances, maps_to: {openai: [violence]}}
    detectors:
      dance: {kind: lexicon, phrases: [silver kettle dance], views: [folded, skeleton]}
      city: {kind: lexicon, phrases: [paris, united states], views: [folded]}
    rules:
      - {id: dance, stage: prompt, if: hit(dance), action: refuse, template: refusal, severity: high, category: dances}
      - {id: city, stage: output, if: hit(city), action: redact}
    templates:
      refusal: {fallback: [en], texts: {en: I cannot help with that.}}
    tests:
      - {id: dance, stage: prompt, kind: must_block, text: a silver kettle dance}

    """
  static let question =
    #"{"messages":[{"role":"user","content":"What is the capital of France?"}],"max_tokens":24}"#

  static func serving(
    _ arguments: [String] = [],
    _ work: (CommandLineTool, CommandLineTool.Running) async throws -> Void
  ) async throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(policy, to: "policy.yaml")
    let server = try tool.start(["serve", "--policy", "policy.yaml", "--port", "0"] + arguments)
    defer { server.end(SIGKILL) }
    try await work(tool, server)
  }
}
