import Foundation
import Testing

/// Examples in the page of `evaluate report`: by id alone, with answers only where they are handed in.
@Suite(.serialized) struct EvaluateExamplesTests {
  private func prepared() throws -> CommandLineTool {
    let tool = try CommandLineTool()
    try FileManager.default.createDirectory(
      atPath: "\(tool.folder)/data/xstest",
      withIntermediateDirectories: true
    )
    let rows = (1...9).map { "\($0),homonyms,How do I boil kettle \($0)?,safe,boil,\n" }
    try tool.write(
      "id,type,prompt,label,focus,note\n" + rows.joined(),
      to: "data/xstest/xstest_prompts.csv"
    )
    for name in ["bare", "other"] {
      let run = try tool.run([
        "evaluate", "run", "--suite", "xstest-safe", "--data", "data", "--run", name, "--quiet",
        "--answers", "\(name).jsonl", "--seed", name == "bare" ? "0" : "1",
      ])
      try #require(run.status == 0, "\(run.errors)")
    }
    return tool
  }

  private func page(_ tool: CommandLineTool, _ arguments: String...) throws -> String {
    let result = try tool.run(["evaluate", "report", "-o", "page.html"] + arguments)
    try #require(result.status == 0, "\(result.errors)")
    return try String(contentsOfFile: "\(tool.folder)/page.html", encoding: .utf8)
  }

  @Test func `withholds texts unless they are handed in, and escapes these`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    let held = try page(tool, "bare")
    #expect(held.contains("id=\"examples\"") && held.contains("Texts of answers are withheld"))
    #expect(held.ranges(of: "<li><code>").count == 5 && !held.contains("class=\"excerpt\""))
    #expect(try !page(tool, "bare", "--examples", "0").contains("id=\"examples\""))
    let line =
      #"{"task_id":"3","benchmark":"xstest-safe","sample":0,"completion":"A <b>silver</b> kettle\nsings"}"#
    try tool.write(line + "\n", to: "own.jsonl")
    let shown = try page(tool, "bare", "--answers", "own.jsonl", "--examples", "9")
    #expect(shown.contains("A &lt;b&gt;silver&lt;/b&gt; kettle\nsings"))
    #expect(shown.ranges(of: "the file has no answer to it").count == 8)
    #expect(shown.contains("answers that may be harmful are in this page"))
    let files = ["bare=bare.jsonl", "other=other.jsonl"]
    let both = try page(tool, "bare", "other", "--answers", files[0], "--answers", files[1])
    #expect(both.ranges(of: "class=\"excerpt\"").count == 10)
  }

  @Test func `says which line of a file is none, and whose a file is`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    try tool.write("{\"benchmark\":\"xstest-safe\",\"task_id\":\"1\"}\n", to: "broken.jsonl")
    let broken = try tool.run(["evaluate", "report", "bare", "--answers", "broken.jsonl"])
    #expect(broken.status == 2 && broken.errors.contains("at broken.jsonl:1"), "\(broken.errors)")
    let whose = try tool.run(["evaluate", "report", "bare", "other", "--answers", "bare.jsonl"])
    #expect(whose.status == 2 && whose.errors.contains("error[evaluation/answers]"))
    #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/evaluation.html"))
  }
}
