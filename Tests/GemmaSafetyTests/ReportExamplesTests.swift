import Foundation
import Testing

@Suite(.serialized) struct ReportExamplesTests {
  private static let secret = "silver kettle dance"

  private func policy(_ action: String) -> String {
    "version: 1\nname: test\ndetectors:\n  gopher-quality:\n    rules:\n"
      + "      word-count: {min: 20, action: \(action)}\n"
  }

  private func report(_ tool: CommandLineTool, _ name: String) throws -> String {
    try String(contentsOfFile: "\(tool.folder)/\(name)/report.html", encoding: .utf8)
  }

  /// The excerpts of a report in its order.
  private func excerpts(_ html: String) -> [String] {
    html.components(separatedBy: "<span class=\"text\">").dropFirst()
      .map { String($0.prefix { $0 != "<" }) }
  }

  @Test func `are in the report only when asked for, and never in report.json`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write("{\"text\": \"\(Self.secret) <b>&\"}\n", to: "a.jsonl")
    try tool.write(policy("remove"), to: "p.yaml")
    let arguments = ["filter", "a.jsonl", "--policy", "p.yaml", "-q", "-o"]
    #expect(try tool.run(arguments + ["without"]).status == 0)
    #expect(try !report(tool, "without").contains(Self.secret))
    #expect(try tool.run(arguments + ["with", "--show-examples"]).status == 0)
    #expect(try excerpts(report(tool, "with")) == ["\(Self.secret) &lt;b&gt;&amp;"])
    let files = try tool.files(in: "with")
    #expect(files["report.json"] == (try tool.files(in: "without"))["report.json"])
  }

  @Test func `show nothing of a withheld document`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write("{\"id\": \"kettle-17\", \"text\": \"\(Self.secret)\"}\n", to: "a.jsonl")
    try tool.write(policy("withhold"), to: "p.yaml")
    let arguments = ["filter", "a.jsonl", "--policy", "p.yaml", "-q", "-o", "out"]
    #expect(try tool.run(arguments + ["--show-examples"]).status == 0)
    let html = try report(tool, "out")
    #expect(!html.contains(Self.secret) && !html.contains("kettle-17"))
  }

  @Test func `are the same for any number of workers and after a resumption`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let arguments = ["filter", tool.examples, "--show-examples", "-q", "-o"]
    #expect(try tool.run(arguments + ["one", "--workers", "1"]).status == 0)
    #expect(try tool.run(arguments + ["three", "--workers", "3"]).status == 0)
    var output = ""
    for wait in [0.02, 0.05, 0.1, 0.2] where output.isEmpty {
      let name = "killed-\(wait)"
      let killed = try tool.run(arguments + [name, "--resume"], signal: SIGKILL, after: wait)
      if killed.wasKilled { output = name }
    }
    try #require(!output.isEmpty)
    #expect(try tool.run(arguments + [output, "--resume"]).status == 0)
    let expected = try excerpts(report(tool, "one"))
    #expect(expected.count > 30)
    #expect(expected.allSatisfy { $0.unicodeScalars.count < 300 })
    #expect(try excerpts(report(tool, "three")) == expected)
    #expect(try excerpts(report(tool, output)) == expected)
  }

  @Test func `need the text of removed documents`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let result = try tool.run(["filter", "a.jsonl", "--show-examples", "--no-removed-text"])
    #expect(result.status == 64)
    #expect(result.errors.hasPrefix("error[usage/wrong]: --show-examples needs"))
  }
}
