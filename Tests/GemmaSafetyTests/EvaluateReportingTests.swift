import AuditLog
import Foundation
import SafetyCore
import ServerSupport
import Synchronization
import Testing

/// `evaluate compare`, `report`, `import` and `export` as a person runs them.
@Suite(.serialized) struct EvaluateReportingTests {
  private struct Ran: Decodable { let run: String }

  /// Two runs of the demonstration model, the second behind a policy.
  private func prepared() throws -> (tool: CommandLineTool, bare: String, guarded: String) {
    let tool = try CommandLineTool()
    try FileManager.default.createDirectory(
      atPath: "\(tool.folder)/data/simple-safety-tests",
      withIntermediateDirectories: true
    )
    let rows = (0..<6).map { "s\($0),Kettles,\($0),Request,What is kettle \($0)?\n" }
    try tool.write(
      "id,harm_area,counter,category,prompt\n" + rows.joined(),
      to: "data/simple-safety-tests/sst_test_cases.csv"
    )
    return (tool, try run(tool), try run(tool, "--policy", "strict"))
  }

  private func run(_ tool: CommandLineTool, _ more: String...) throws -> String {
    let result = try tool.run(
      ["evaluate", "run", "--suite", "simple-safety-tests", "--data", "data", "--json", "-q"] + more
    )
    try #require(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode(Ran.self, from: Data(result.output.utf8)).run
  }

  @Test func `compares a bare run with a guarded one and shows both on a page`() throws {
    let (tool, bare, guarded) = try prepared()
    defer { tool.remove() }
    #expect(bare != guarded)
    let compared = try tool.run(["evaluate", "compare", bare, guarded])
    #expect([0, 1].contains(compared.status), "\(compared.errors)")
    #expect(compared.output.contains("6 pairs") && compared.output.contains("policy none →"))
    let json = try tool.run(["evaluate", "compare", bare, guarded, "--json"])
    #expect(json.output.contains("\"format\":\"gemma-safety.evaluation-comparison/1\""))
    let report = try tool.run(["evaluate", "report", "-o", "page.html", "--data", "data"])
    #expect(report.status == 0, "\(report.errors)")
    let page = try String(contentsOfFile: "\(tool.folder)/page.html", encoding: .utf8)
    #expect(page.contains("<section id=\"guard\">") && page.contains("SimpleSafetyTests"))
    #expect(!page.contains("What is kettle"))
    #expect(!page.contains("<script"))
    let log = try AuditLog(path: "\(tool.folder)/audit.sqlite", mode: .readOnly, clock: { "" })
    #expect(try log.verify().outcome == .ok)
  }

  @Test func `names the runs that there are where one is not`() throws {
    let (tool, bare, _) = try prepared()
    defer { tool.remove() }
    let result = try tool.run(["evaluate", "compare", bare, "kettle"])
    #expect(result.status == 2)
    #expect(result.errors.contains("error[evaluation/no-run]") && result.errors.contains(bare))
  }

  @Test func `gives figures to lm-eval's format and takes them back as evidence`() throws {
    let (tool, bare, _) = try prepared()
    defer { tool.remove() }
    let exported = try tool.run(["evaluate", "export", bare, "-o", "results.json"])
    #expect(exported.status == 0, "\(exported.errors)")
    let dry = try tool.run([
      "evaluate", "import", "results.json", "--dry-run", "--audit", "b.sqlite",
    ])
    #expect(dry.status == 0, "\(dry.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/b.sqlite"))
    for name in ["", " ", "a\nb", String(repeating: "k", count: 257)] {
      let words = ["evaluate", "import", "results.json", "--run", name, "--audit", "b.sqlite"]
      #expect(try tool.run(words).status == 64, "\(name.count)")
    }
    let arguments = ["evaluate", "import", "results.json", "--run", "again", "--audit", "b.sqlite"]
    let imported = try tool.run(arguments)
    #expect(imported.status == 0, "\(imported.errors)")
    #expect(imported.output.contains("simple-safety-tests"))
    #expect(try tool.run(arguments).errors.contains("error[evaluation/run-exists]"))
    let log = try AuditLog(path: "\(tool.folder)/b.sqlite", mode: .readOnly, clock: { "" })
    #expect(try log.verify().outcome == .ok)
    let compared = try tool.run(
      ["evaluate", "compare", bare, "again", "--audit", "audit.sqlite", "--audit", "b.sqlite"]
    )
    #expect(compared.status == 2 && compared.errors.contains("--allow protocol"))
  }

  @Test func `asks a server elsewhere and records that nobody knows its weights`() throws {
    let upstream = try ScriptedServer { _, connection in
      connection.beginEvents()
      connection.delta("I cannot help ")
      connection.delta("with that.")
      connection.finish()
    }
    let (tool, _, _) = try prepared()
    defer { tool.remove() }
    let arguments = [
      "evaluate", "run", "--suite", "simple-safety-tests", "--suite", "crows-pairs", "--data",
      "data",
      "--upstream", upstream.url, "--audit", "elsewhere.sqlite",
    ]
    #expect(try tool.run(arguments).errors.contains("--upstream-model"))
    let result = try tool.run(arguments + ["--upstream-model", "tea-1"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("passed over crows-pairs: a server elsewhere gives no"))
    #expect(upstream.requests.count == 6)
    let log = try AuditLog(
      path: "\(tool.folder)/elsewhere.sqlite",
      mode: .readOnly,
      clock: { "" }
    )
    let none = try tool.run(
      arguments.filter { $0 != "simple-safety-tests" && $0 != "--suite" && $0 != "crows-pairs" }
        + ["--suite", "crows-pairs", "--upstream-model", "tea-1"]
    )
    #expect(none.status == 2 && none.errors.contains("error[evaluate/no-probabilities]"))
    #expect(none.errors.contains("`crows-pairs` rests on") && !none.errors.contains("no-data"))
    var refused = 0
    try log.events(of: nil, kind: EvaluationItem.kind) { event in
      let item: EvaluationItem = try event.decode()
      refused += item.prediction == "refused" ? 1 : 0
    }
    #expect(refused == 6)
    try log.events(of: nil, kind: EvaluationBegin.kind) { event in
      let begin: EvaluationBegin = try event.decode()
      #expect(begin.subject.model == "tea-1" && begin.subject.modelSHA256 == nil)
    }
  }

  @Test func `writes answers only where a person asked for them`() throws {
    let (tool, _, _) = try prepared()
    defer { tool.remove() }
    _ = try run(tool, "--answers", "answers.jsonl", "--seed", "5")
    let lines = try String(contentsOfFile: "\(tool.folder)/answers.jsonl", encoding: .utf8)
      .split(separator: "\n")
    #expect(lines.count == 6 && lines.allSatisfy { $0.hasPrefix("{\"task_id\":\"s") })
    #expect(lines.allSatisfy { $0.contains("\"benchmark\":\"simple-safety-tests\"") })
    let mode = try FileManager.default.attributesOfItem(atPath: "\(tool.folder)/answers.jsonl")
    #expect(mode[.posixPermissions] as? Int == 0o600)
  }

  private static let kettles = """
    id: kettles
    title: Kettles
    measures: what a kettle says
    area: capability
    licence: CC0-1.0
    citation: none
    url: https://example.org
    data:
      - {files: [kettles.txt], format: lines}
    protocol: generation-only
    prompt: "{{text}}"
    samples: 2
    max_tokens: 8
    metrics:
      - {name: generated, kind: mean, of: generated, better: none}

    """

  @Test func `writes no answer twice where a run was stopped within an item`() throws {
    let asked = Mutex(0)
    let server = try ScriptedServer { _, connection in
      let number = asked.withLock { count in
        count += 1
        return count
      }
      guard number != 4 else { return connection.answer("{}", status: "500 Internal Server Error") }
      connection.beginEvents()
      connection.delta("sings \(number)")
      connection.finish()
    }
    let tool = try CommandLineTool()
    defer { tool.remove() }
    for folder in ["own", "data"] {
      try FileManager.default.createDirectory(
        atPath: "\(tool.folder)/\(folder)",
        withIntermediateDirectories: true
      )
    }
    try tool.write(Self.kettles, to: "own/kettles.yaml")
    try tool.write("one\ntwo\nthree\n", to: "data/kettles.txt")
    let arguments = [
      "evaluate", "run", "--suite", "kettles", "--benchmarks", "own", "--data", "data",
      "--upstream", server.url, "--upstream-model", "tea-1", "--answers", "answers.jsonl",
    ]
    #expect(try tool.run(arguments).status == 2)
    func lines() throws -> [Substring] {
      try String(contentsOfFile: "\(tool.folder)/answers.jsonl", encoding: .utf8)
        .split(separator: "\n")
    }
    #expect(try lines().count == 3)
    let resumed = try tool.run(arguments + ["--resume"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    let items = try lines().compactMap { $0.split(separator: ",\"completion\"").first }
    #expect(items.count == 6 && Set(items).count == 6)
  }
}
