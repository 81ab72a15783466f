import Foundation
import Testing

/// `policy check` and its neighbours on policies of every kind, wherever they come from.
@Suite struct PolicyCheckTests {
  private static let corpus = """
    version: 1
    name: kettles
    detectors:
      c4:
        rules: {sentences: {min: 2, action: remove}}
    """
  private static let guarding = """
    schema: gemma-safety/policy/1
    name: p
    version: 1.0.0
    detectors: {pot: {kind: lexicon, phrases: [silver pot], views: [folded]}}
    rules: [{id: pot, stage: output, if: hit(pot), action: redact}]
    tests: [{id: t, stage: output, kind: must_block, text: a silver pot}]
    """
  private static let release = CommandLineTool.repository + "/policies/release.yaml"

  @Test func `reads a policy of each kind from standard input`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let corpus = try tool.run(["policy", "check", "-"], input: Self.corpus)
    #expect(corpus.status == 0 && corpus.output.contains("3 rules measured, 1 decides\n"))
    let guarding = try tool.run(["policy", "check", "-"], input: Self.guarding)
    #expect(guarding.status == 0)
    #expect(guarding.output.contains("-: valid, 1 detector, 1 rule, 1 enforced, 1 test\n"))
    let text = try String(contentsOfFile: Self.release, encoding: .utf8)
    #expect(try tool.run(["policy", "check", "-"], input: text).status == 0)
    let tested = try tool.run(["policy", "test", "-"], input: Self.guarding)
    #expect(tested.status == 0 && tested.output.contains("1 of 1 test passed, "))
    #expect(try tool.run(["policy", "show", "-"], input: Self.corpus).output.contains("kettles"))
    let same = try tool.run(["policy", "diff", "-", "c4"], input: Self.corpus)
    #expect(same.status == 1 && same.output.contains("c4/sentences"))
    #expect(try tool.run(["policy", "diff", "-", "-"], input: Self.corpus).status == 64)
  }

  @Test func `reads a policy of the guard that is written in JSON`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let json = #"""
      {"name": "p", "version": "1.0.0", "schema": "gemma-safety/policy/1",
       "detectors": {"pot": {"kind": "lexicon", "phrases": ["silver pot"], "views": ["folded"]}},
       "rules": [{"id": "pot", "stage": "output", "if": "hit(pot)", "action": "redact"}],
       "tests": [{"id": "t", "stage": "output", "kind": "must_block", "text": "a silver pot"}]}
      """#
    let result = try tool.run(["policy", "check", "-"], input: json)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("-: valid, 1 detector, 1 rule, 1 enforced"))
  }

  @Test func `takes a file for a shipped policy of its name, and no folder`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    for name in ["c4", "strict"] {
      try FileManager.default.createDirectory(
        atPath: "\(tool.folder)/\(name)",
        withIntermediateDirectories: true
      )
      #expect(try tool.run(["policy", "check", name]).status == 0)
    }
    try tool.write(Self.corpus, to: "default")
    try tool.write(Self.corpus, to: "fineweb")
    for name in ["default", "fineweb"] {
      #expect(try tool.run(["policy", "show", name]).output.hasPrefix("kettles "))
    }
    let unknown = try tool.run(["policy", "check", "finewed"])
    #expect(unknown.status == 2 && unknown.errors.contains("error[policy/unknown-policy]"))
    #expect(unknown.errors.contains("did you mean `fineweb`?"))
    let strange = try tool.run(["policy", "check", "silver-kettle-dance"])
    let words = strange.errors.split { " ,\n".contains($0) }
    for name in ["corpus", "c4", "fineweb", "dedup", "decontaminate", "default", "release"] {
      #expect(words.contains { $0 == name }, "\(name)")
    }
  }

  @Test func `says that a policy of the guard is none of a corpus`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write("{\"text\":\"silver kettle dance\"}\n", to: "in.jsonl")
    for words in ["filter in.jsonl --policy strict", "policy diff c4 strict"] {
      let result = try tool.run(words.split(separator: " ").map(String.init))
      #expect(result.status == 2 && result.errors.contains("error[policy/no-corpus-policy]"))
    }
  }

  @Test func `names standard input as the place of what is wrong`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let wrong = try tool.run(["policy", "check", "-"], input: Self.corpus + "\nkettle: 1\n")
    #expect(wrong.status == 1)
    #expect(wrong.errors.contains("unknown key `kettle`\n  at standard input:6:1"))
  }

  @Test func `checks policies of releases, and says elsewhere what they are`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let good = try tool.run(["policy", "check", Self.release])
    #expect(good.status == 0 && good.output.contains("valid, a policy of releases, "))
    let json = try tool.run(["policy", "check", Self.release, "--json"]).output
    #expect(json.contains("\"format\":\"gemma-safety.release-policy-check/1\""))
    let text = try String(contentsOfFile: Self.release, encoding: .utf8)
    let bad = try tool.run(["policy", "check", "-"], input: text + "\nkettle: 1\n")
    #expect(bad.status == 1 && bad.errors.contains("error[release/unknown-key]"))
    for words in [["show"], ["test"], ["explain", "--text", "a"]] {
      let result = try tool.run(["policy"] + words + [Self.release])
      #expect(result.status == 2 && result.errors.contains("error[policy/release-policy]"))
      #expect(result.errors.contains("hint: `gemma-safety release check --policy` reads it"))
    }
  }

  @Test func `files of cards and releases that are missing have codes of their own`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let card = try tool.run(["card", "check", "--folder", "nowhere"])
    #expect(card.status == 2 && card.errors.contains("error[card/cannot-read]"))
    let words = ["release", "check", "--model", "m", "--policy", "nowhere.yaml"]
    let release = try tool.run(words)
    #expect(release.status == 2 && release.errors.contains("error[release/cannot-read]"))
  }

  @Test func `messages name shipped files without a detour`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try FileManager.default.createDirectory(
      atPath: tool.folder + "/policies",
      withIntermediateDirectories: true
    )
    try tool.write("version: 1\nname: x\n", to: "policies/corpus.yaml")
    let result = try tool.run(["evaluate", "list"], home: tool.folder)
    #expect(result.status == 2 && result.errors.contains("at \(tool.folder)/benchmarks\n"))
  }

  @Test func `JSON of every command says its format`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    for (words, format) in [
      (["generate", "--token-ids", "2,3", "--max-tokens", "1"], "gemma-safety.generation/1"),
      (["model", "score", "gemma-demo", "--token-ids", "2,3"], "gemma-safety.score/1"),
      (["evaluate", "list"], "gemma-safety.benchmarks/1"),
    ] {
      let output = try tool.run(words + ["--json"]).output
      let value = try JSONSerialization.jsonObject(with: Data(output.utf8))
      #expect((value as? [String: Any])?["format"] as? String == format, "\(words)")
    }
  }
}
