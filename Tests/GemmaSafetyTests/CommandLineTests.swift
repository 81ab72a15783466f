import Foundation
import Testing

@Suite(.serialized) struct CommandLineTests {
  /// A line of JSON that a command printed.
  private func object(_ result: CommandLineTool.Result) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return try #require(value as? [String: Any])
  }

  /// Filters two documents, of which one is removed and the other kept, into `filtered/`.
  private func filter(_ tool: CommandLineTool) throws {
    let kept = Array(repeating: "silver kettle dance", count: 9).joined(separator: " ")
    try tool.write(
      "{\"id\":\"short\",\"text\":\"silver\"}\n{\"id\":\"long\",\"text\":\"\(kept)\"}\n",
      to: "a.jsonl"
    )
    let policy = """
      version: 1
      name: test
      detectors:
        gopher-quality:
          rules:
            word-count: {min: 20, action: remove}
      """
    try tool.write(policy, to: "p.yaml")
    let arguments = ["filter", "a.jsonl", "--policy", "p.yaml", "--id-field", "id", "-q"]
    #expect(try tool.run(arguments).status == 0)
  }

  @Test func `doctor finds everything that the tests run on`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let result = try tool.run(["doctor", "--json"])
    let findings = try #require(try object(result)["findings"] as? [[String: Any]])
    let names = findings.compactMap { $0["name"] as? String }
    for name in ["zlib", "sqlite", "cld2", "text kernels", "policies/corpus.yaml"] {
      #expect(names.contains(name))
    }
    let files = findings.filter { $0["group"] as? String == "files" }
    #expect(files.count >= 6)
    #expect(files.allSatisfy { $0["ok"] as? Bool == true })
  }

  @Test func `doctor ends with 1 and a hint where a shipped file is damaged`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try FileManager.default.createDirectory(
      atPath: tool.folder + "/policies",
      withIntermediateDirectories: true
    )
    try tool.write("version: 7\n", to: "policies/corpus.yaml")
    let result = try tool.run(["doctor"], home: tool.folder)
    #expect(result.status == 1)
    #expect(result.output.contains("missing  hint: set GEMMA_SAFETY_HOME"))
    #expect(result.output.contains("policies/corpus.yaml:1"))
    #expect(result.output.contains("unusable  hint: "))
  }

  @Test func `why names rule, value and bounds, and says when there was no decision`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try filter(tool)
    let removed = try object(try tool.run(["audit", "why", "short", "--json"]))
    let decisions = try #require(removed["decisions"] as? [[String: Any]])
    let failures = try #require(decisions.first?["failures"] as? [[String: Any]])
    #expect(failures.first?["rule"] as? String == "gopher-quality/word-count")
    #expect(failures.first?["value"] as? String == "1")
    #expect(failures.first?["minimum"] as? String == "20")
    let kept = try tool.run(["audit", "why", "long"])
    #expect(kept.status == 1)
    #expect(kept.output.isEmpty && kept.errors.contains("it was kept"))
  }

  @Test func `lists, shows and verifies the log where filter put it`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try filter(tool)
    let runs = try #require(
      try object(try tool.run(["audit", "list", "--json"]))["runs"] as? [[String: Any]]
    )
    let run = try #require(runs.first?["run"] as? String)
    let table = try tool.run(["audit", "list"]).output.split(separator: "\n")
    #expect(table.count == 2)
    #expect(Set(table.map(\.count)).count == 1)
    let events = try tool.run(["audit", "show", run]).output.split(separator: "\n")
    #expect(events.count == runs.first?["events"] as? Int)
    #expect(events.contains { $0.contains("remove short  gopher-quality/word-count") })
    #expect(try tool.run(["audit", "show", "nobody"]).status == 1)
    let verified = try object(try tool.run(["audit", "verify", "--json"]))
    #expect(verified["outcome"] as? String == "ok")
  }

  @Test func `policies are checked, shown and compared as JSON`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let rules = try object(try tool.run(["policy", "rules", "c4", "--json"]))
    let detectors = try #require(rules["detectors"] as? [[String: Any]])
    #expect(detectors.compactMap { $0["name"] as? String } == ["c4"])
    #expect((detectors.first?["rules"] as? [Any])?.count == 3)
    #expect(try tool.run(["policy", "rules", "c5"]).errors.contains("did you mean `c4`?"))
    let check = try object(try tool.run(["policy", "check", "c4", "--json"]))
    #expect(check["valid"] as? Bool == true)
    let shown = try tool.run(["policy", "show", "c4", "--json"])
    #expect(try object(shown)["name"] as? String == "c4")
    let different = try tool.run(["policy", "diff", "c4", "fineweb", "--json"])
    #expect(different.status == 1)
    #expect(try !(#require(try object(different)["differences"] as? [Any])).isEmpty)
    #expect(try tool.run(["policy", "diff", "c4", "c4", "-q"]).output.isEmpty)
    try tool.write("version: 1\nname: x\ndetectors:\n  kettle:\n", to: "p.yaml")
    let wrong = try tool.run(["policy", "check", "p.yaml", "--json"])
    #expect(wrong.status == 1)
    #expect(try object(wrong)["valid"] as? Bool == false)
  }

  @Test(arguments: [
    ["filter"], ["filter", "x", "--workers", "0"], ["frob"], ["policy", "check"],
    ["audit", "list", "--kettle"],
  ])
  func `wrong usage ends with 64 and a hint`(arguments: [String]) throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let result = try tool.run(arguments)
    #expect(result.status == 64)
    #expect(result.errors.hasPrefix("error[usage/wrong]: "))
    #expect(result.errors.contains("\nhint: see `gemma-safety "))
    #expect(result.output.isEmpty)
  }

  @Test func `the report says how to get the same results again`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write("{\"body\": \"silver kettle dance\"}\n", to: "a b.jsonl")
    let arguments = ["filter", "a b.jsonl", "--policy", "c4", "--text-field", "body", "-q"]
    #expect(try tool.run(arguments + ["--workers", "1"]).status == 0)
    let json = try tool.files(in: "filtered")["report.json"] ?? Data()
    #expect(
      String(decoding: json, as: UTF8.self)
        .contains("gemma-safety filter 'a b.jsonl' --policy c4 --text-field body")
    )
  }
}
