import Foundation
import Testing

@Suite(.serialized) struct FilterOverwriteTests {
  private func tool() throws -> CommandLineTool {
    let tool = try CommandLineTool()
    try tool.write("{\"id\": \"1\", \"text\": \"silver kettle dance\"}\n", to: "a.jsonl")
    try tool.write("{\"id\": \"2\", \"text\": \"a silver kettle dance\"}\n", to: "b.jsonl")
    return tool
  }

  private func make(_ tool: CommandLineTool, _ folders: String...) throws {
    for folder in folders {
      try FileManager.default.createDirectory(
        atPath: "\(tool.folder)/\(folder)",
        withIntermediateDirectories: true
      )
    }
  }

  @Test func `leaves results alone where the inputs are wrong`() throws {
    let tool = try tool()
    defer { tool.remove() }
    #expect(try tool.run(["filter", "a.jsonl", "-o", "out", "-q"]).status == 0)
    let before = try tool.files(in: "out")
    for (input, code) in [("typo", "input/not-found"), ("out/kept", "input/in-output")] {
      let result = try tool.run(["filter", input, "-o", "out", "--overwrite", "-q"])
      #expect(result.status == 2)
      #expect(result.errors.contains("error[\(code)]"))
      #expect(try tool.files(in: "out") == before)
    }
  }

  @Test func `replaces the results of the run before, also of other inputs`() throws {
    let tool = try tool()
    defer { tool.remove() }
    #expect(try tool.run(["filter", "a.jsonl", "b.jsonl", "-o", "out", "-q"]).status == 0)
    #expect(try tool.run(["filter", "b.jsonl", "-o", "out", "-q", "--overwrite"]).status == 0)
    let names = try tool.files(in: "out").keys
    #expect(names.contains("kept/b.jsonl") && !names.contains("kept/a.jsonl"))
    #expect(try tool.run(["audit", "verify", "out/audit.sqlite"]).status == 0)
  }

  @Test func `touches no folder of those names that no run made`() throws {
    let tool = try tool()
    defer { tool.remove() }
    try make(tool, "corpus/documents", "corpus/attributes/tagger")
    try tool.write("{\"text\": \"silver kettle dance\"}\n", to: "corpus/documents/a.jsonl")
    try tool.write("{}\n", to: "corpus/attributes/tagger/a.jsonl")
    for more in [[], ["--overwrite"], ["--resume"]] {
      let result = try tool.run(["filter", "corpus/documents", "-o", "corpus", "-q"] + more)
      #expect(result.status == 2)
      #expect(result.errors.contains("error[output/foreign]"))
    }
    let names = try tool.files(in: "corpus").keys.filter { !$0.hasPrefix(".") }
    #expect(names.sorted() == ["attributes/tagger/a.jsonl", "documents/a.jsonl"])
  }

  @Test func `lets one run at a time write to a folder`() throws {
    let tool = try tool()
    defer { tool.remove() }
    let script = """
      mkdir out && exec 9>out/.gemma-safety-lock && flock 9
      $TOOL filter a.jsonl -o out -q; echo "held: $?"
      $TOOL filter a.jsonl -o out -q --overwrite; echo "held: $?"
      $TOOL filter a.jsonl -o out -q --resume; echo "held: $?"
      $TOOL filter a.jsonl -o out -q --dry-run; echo "dry: $?"
      ls -A out
      flock --unlock 9
      $TOOL filter a.jsonl -o out -q; echo "free: $?"
      """
    let result = try tool.shell(script)
    #expect(
      result.output.split(separator: "\n") == [
        "held: 2", "held: 2", "held: 2", "dry: 0", ".gemma-safety-lock", "free: 0",
      ]
    )
    #expect(result.errors.components(separatedBy: "error[output/in-use]").count == 4)
  }

  @Test func `stops while a producer is silent, and keeps the folder to itself until then`() throws
  {
    let tool = try tool()
    defer { tool.remove() }
    let script = """
      mkfifo pipe && exec 3<>pipe
      $TOOL filter - -o out <pipe & first=$!
      for _ in $(seq 600); do [ -e out/.standard-input.partial ] && break; sleep 0.1; done
      $TOOL filter a.jsonl -o out -q; echo "second: $?"
      kill -TERM $first; wait $first; echo "first: $?"
      ls -A out
      $TOOL filter a.jsonl -o out -q; echo "third: $?"
      """
    let result = try tool.shell(script)
    #expect(
      result.output.split(separator: "\n")
        == ["second: 2", "first: 130", ".gemma-safety-lock", "third: 0"]
    )
    #expect(result.errors.contains("error[output/in-use]"))
    #expect(result.errors.contains("interrupted before the run began"))
  }
}
