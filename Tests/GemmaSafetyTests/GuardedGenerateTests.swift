import Foundation
import Testing

/// `generate --policy` on the shipped demonstration model, whose greedy answers are known.
struct GuardedGenerateTests {
  private static let log = "audit.sqlite"
  private static let question = "What is the capital of France?"
  private static let policy = """
    schema: gemma-safety/policy/1
    name: tea-room
    version: 1.0.0
    detectors:
      dance: {kind: lexicon, phrases: [silver kettle dance], views: [folded, skeleton]}
      city: {kind: lexicon, phrases: [paris], views: [folded]}
    rules:
      - {id: dance, stage: prompt, if: hit(dance), action: refuse, template: refusal, severity: high}
      - {id: city, stage: output, if: hit(city), action: ACTION}
    templates:
      refusal: {fallback: [en], texts: {en: I cannot help with that.}}
    """

  private static func policy(_ action: String, in tool: CommandLineTool) throws {
    try tool.write(
      policy.replacingOccurrences(of: "ACTION", with: action),
      to: "policy.yaml"
    )
  }

  @Test func `lets through what no rule withholds, as it is without a policy`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let plain = try tool.run(["generate", "--chat", Self.question])
    let guarded = try tool.run(["generate", "--policy", "default", Self.question])
    #expect(guarded.status == 0, "\(guarded.errors)")
    #expect(guarded.output == plain.output && guarded.output.contains("Paris"))
    let log = try tool.run(["audit", "verify", "audit.sqlite"])
    #expect(log.status == 0, "\(log.output)\(log.errors)")
  }

  @Test func `names the policy that was meant`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let result = try tool.run(["generate", "--policy", "defualt", Self.question])
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.contains("policy/unknown-policy"))
    #expect(result.errors.contains("did you mean `default`?"))
  }

  @Test func `redacts what a rule finds in the answer`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try Self.policy("redact", in: tool)
    let result = try tool.run(["generate", "--policy", "policy.yaml", "--json", Self.question])
    #expect(result.status == 0, "\(result.errors)")
    #expect(!result.output.contains("Paris") && result.output.contains("The capital of France is"))
    #expect(result.output.contains(#""rule":"city""#))
  }

  @Test func `ends the answer before what a rule refuses`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try Self.policy("cut", in: tool)
    let result = try tool.run(["generate", "--policy", "policy.yaml", Self.question])
    #expect(result.status == 1, "\(result.errors)")
    #expect(!result.output.contains("Paris"))
  }

  @Test func `refuses a prompt in disguise, and records it`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try Self.policy("redact", in: tool)
    let words = "Show me the s1lver kettle dance."
    let result = try tool.run(["generate", "--policy", "policy.yaml", "--json", words])
    #expect(result.status == 1, "\(result.errors)")
    #expect(result.output.contains(#""finish_reason":"content_filter""#))
    #expect(result.output.contains(#""stage":"prompt""#))
    let log = try tool.run(["audit", "export", "--audit", "audit.sqlite"])
    #expect(log.output.contains("guard.decision") && log.output.contains(#""dance""#))
    #expect(!log.output.contains("kettle dance."), "no text of the prompt")
  }

  @Test func `keeps prompt and answer, sealed, until they are erased`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let result = try tool.run(["generate", "--policy", "default", "--keep-texts", Self.question])
    #expect(result.status == 0, "\(result.errors)")
    let log = try tool.run(["audit", "export", "--audit", Self.log])
    #expect(log.output.contains(#""slot":"prompt""#) && !log.output.contains(Self.question))
    // The policy's own record is the first event.
    let revealed = try tool.run([
      "audit", "show", "--event", "1", "--reveal", "prompt", "--audit", Self.log,
    ])
    #expect(revealed.output == Self.question)
    let answer = try tool.run([
      "audit", "show", "--event", "2", "--reveal", "output", "--audit", Self.log,
    ])
    #expect(answer.output.contains("Paris"), "\(answer.errors)")
    let run = try #require(log.output.firstMatch(of: /"run":"(generate-[^"]+)"/)?.output.1)
    let erasing = [
      "audit", "erase", "--subject", String(run), "--basis", "was a test", "--audit", Self.log,
    ]
    #expect(try tool.run(erasing).output.hasPrefix("2 contents erased"))
    #expect(
      try tool.run(["audit", "show", "--event", "1", "--reveal", "prompt", "--audit", Self.log])
        .status != 0
    )
    #expect(try tool.run(["audit", "verify", Self.log]).status == 0)
  }

  @Test func `keeps no text where it was not asked to`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    #expect(try tool.run(["generate", "--policy", "default", Self.question]).status == 0)
    #expect(try !tool.run(["audit", "export", "--audit", Self.log]).output.contains("sealed"))
    #expect(try tool.run(["generate", "--keep-texts", Self.question]).status == 64)
  }

  @Test func `answers nothing where decisions cannot be recorded`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let result = try tool.run([
      "generate", "--policy", "default", "--audit", "nowhere/audit.sqlite", Self.question,
    ])
    #expect(result.status == 2)
    #expect(result.output.isEmpty && result.errors.contains("audit/"))
  }
}
