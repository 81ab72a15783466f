import Foundation
import ServerSupport
import Testing

/// Models as detectors of a policy, opened and asked as `policy explain` does it.
@Suite(.serialized) struct ModelDetectorTests {
  private struct Explained: Decodable {
    let action: String
    let rule: String?
  }

  private func policy(_ detector: String) -> String {
    """
    schema: gemma-safety/policy/1
    name: tea-room
    version: 1.0.0
    detectors:
      asked: \(detector)
    rules:
      - {id: answered, stage: prompt, if: hit(asked), action: refuse, template: refusal, severity: high}
    templates:
      refusal: {fallback: [en], texts: {en: I cannot help with that.}}

    """
  }

  private func explain(_ tool: CommandLineTool, _ text: String) throws -> Explained {
    let result = try tool.run(["policy", "explain", "policy.yaml", "--text", text, "--json"])
    struct Silent: Error { let errors: String }
    guard !result.output.isEmpty else { throw Silent(errors: result.errors) }
    return try JSONDecoder().decode(Explained.self, from: Data(result.output.utf8))
  }

  @Test func `asks a moderation endpoint, and does not take silence for an answer`() throws {
    let server = try ScriptedServer { request, connection in
      guard !request.body.contains("broken") else { return connection.answer(#"{"results":[]}"#) }
      let score = request.body.contains("kettle dance") ? 0.91 : 0.02
      connection.answer(#"{"results":[{"category_scores":{"violence":\#(score)}}]}"#)
    }
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let detector =
      "{kind: moderation, url: \"\(server.url)\", model: any, only: [violence], threshold: 0.5, role: gate}"
    try tool.write(policy(detector), to: "policy.yaml")
    let found = try explain(tool, "a silver kettle dance")
    #expect(found.action == "refuse" && found.rule == "answered")
    #expect(server.requests.last?.line.hasPrefix("POST /v1/moderations") ?? false)
    #expect(server.requests.last?.body.contains(#""model":"any""#) ?? false)
    let harmless = try explain(tool, "a cup of tea")
    #expect(harmless.rule == nil && harmless.action != "refuse")
    // An answer without a score is unknown, and the stage fails closed.
    let unknown = try explain(tool, "a broken cup")
    #expect(unknown.rule == nil && unknown.action == "refuse")
  }

  @Test func `asks a shipped classifier`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    for (threshold, action) in [("0.000001", "refuse"), ("0.999999", "allow")] {
      let detector = "{kind: classifier, model: toxicity-tiny, threshold: \(threshold), role: gate}"
      try tool.write(policy(detector), to: "policy.yaml")
      #expect(try explain(tool, "the silver kettle sings").action == action)
    }
  }

  @Test func `refuses a policy whose endpoint has no key`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let detector =
      "{kind: moderation, url: \"http://127.0.0.1:9\", key_env: NO_SUCH_KEY_OF_TEA, only: [violence], threshold: 0.5, role: gate}"
    try tool.write(policy(detector), to: "policy.yaml")
    let result = try tool.run(["policy", "check", "policy.yaml"])
    #expect(result.status != 0 && result.errors.contains("guard/no-key"), "\(result.errors)")
  }
}
