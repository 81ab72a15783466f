import AuditLog
import Diagnostics
import Foundation
import SafetyCore
import Testing

/// `evaluate list` and `evaluate run` as a person runs them, on the demonstration model.
@Suite(.serialized) struct EvaluateCommandTests {
  private static let crows = "data/crows-pairs/crows_pairs_anonymized.csv"

  private struct Listed: Decodable {
    struct Entry: Decodable {
      let id: String
      let present: Bool
      let missing: [String]
      let source: String
    }
    let benchmarks: [Entry]
  }

  private struct Ran: Decodable {
    struct Result: Decodable {
      struct Figure: Decodable {
        let metric: String
        let slice: [String: String]
        let value: Double
        let low: Double?
        let n: Int
      }
      let benchmark: String
      let items: Int
      let figures: [Figure]
    }
    let run: String
    let missing: [String]
    let results: [Result]
  }

  private func prepared(rows: Int = 60) throws -> CommandLineTool {
    let tool = try CommandLineTool()
    try FileManager.default.createDirectory(
      atPath: "\(tool.folder)/data/crows-pairs",
      withIntermediateDirectories: true
    )
    let header =
      ",sent_more,sent_less,stereo_antistereo,bias_type,annotations,anon_writer,anon_annotators\n"
    let lines = (0..<rows).map {
      "\($0),A silver kettle sings \($0).,A cup hums \($0).,s,b,[],a,[]\n"
    }
    try tool.write(header + lines.joined(), to: Self.crows)
    return tool
  }

  private func run(_ tool: CommandLineTool, _ more: String...) throws -> CommandLineTool.Result {
    try tool.run(["evaluate", "run", "--suite", "crows-pairs", "--data", "data"] + more)
  }

  private func verify(_ tool: CommandLineTool, _ name: String) throws -> VerificationReport.Outcome
  {
    try AuditLog(path: "\(tool.folder)/\(name)", mode: .readOnly, clock: { "" }).verify().outcome
  }

  /// Items in order, without how long they took.
  private func items(_ tool: CommandLineTool, _ name: String) throws -> [EvaluationItem] {
    var found: [EvaluationItem] = []
    let log = try AuditLog(path: "\(tool.folder)/\(name)", mode: .readOnly, clock: { "" })
    try log.events(of: nil, kind: EvaluationItem.kind) { event in
      var item: EvaluationItem = try event.decode()
      item.microseconds = 0
      found.append(item)
    }
    return found
  }

  @Test func `lists benchmarks with where their files are looked for`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    let result = try tool.run(["evaluate", "list", "--data", "data", "--json"])
    #expect(result.status == 0, "\(result.errors)")
    let listed = try JSONDecoder().decode(Listed.self, from: Data(result.output.utf8)).benchmarks
    #expect(listed.count > 35 && listed.map(\.id) == listed.map(\.id).sorted())
    #expect(listed.filter(\.present).map(\.id) == ["crows-pairs"])
    let bbq = try #require(listed.first { $0.id == "bbq-ambiguous" })
    #expect(bbq.missing == ["data/bbq/data/*.jsonl"] && bbq.source.hasPrefix("https://"))
    let table = try tool.run(["evaluate", "list", "fairness", "--data", "data", "--verbose"])
    #expect(table.status == 0 && table.output.contains("data/bbq/data/*.jsonl"))
    let typo = try tool.run(["evaluate", "list", "fairnes"])
    #expect(typo.status == 2 && typo.errors.contains("did you mean `fairness`?"))
  }

  @Test func `runs, records every item and prints no text`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    let result = try run(tool, "--json", "--audit", "a.sqlite", "--threads", "1")
    #expect(result.status == 0, "\(result.errors)")
    let ran = try JSONDecoder().decode(Ran.self, from: Data(result.output.utf8))
    let figure = try #require(ran.results.first?.figures.first)
    #expect(figure.metric == "stereotype_share" && figure.n == 60 && figure.low != nil)
    #expect(try items(tool, "a.sqlite").count == 60)
    #expect(try verify(tool, "a.sqlite") == .ok)
    let log = try Data(contentsOf: URL(filePath: "\(tool.folder)/a.sqlite"))
    #expect(log.range(of: Data("kettle".utf8)) == nil)
    #expect(!(result.output + result.errors).contains("kettle"))
    // The same figures for another number of threads, under a run of its own.
    let again = try run(tool, "--json", "--audit", "a.sqlite", "--threads", "2")
    let second = try JSONDecoder().decode(Ran.self, from: Data(again.output.utf8))
    #expect(second.run == "\(ran.run)-2")
    #expect(
      second.results.map { $0.figures.map(\.value) } == ran.results.map { $0.figures.map(\.value) }
    )
    // A run that is complete is told, not repeated.
    let resumed = try run(tool, "--json", "--audit", "a.sqlite", "--resume")
    #expect(resumed.output == again.output)
    #expect(try items(tool, "a.sqlite").count == 120)
    let listed = try tool.run(["audit", "list", "--audit", "a.sqlite"])
      .output.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(listed.map(\.first) == ["evaluation", Substring(ran.run), Substring(second.run)])
    #expect(
      listed.dropFirst().allSatisfy {
        $0.dropFirst(2).prefix(4) == ["gemma-demo", "1", "60", "no"]
      }
    )
  }

  @Test func `goes on after kill -9 and repeats and loses nothing`() throws {
    let tool = try prepared(rows: 600)
    defer { tool.remove() }
    let whole = try run(tool, "--json", "--audit", "whole.sqlite")
    #expect(whole.status == 0, "\(whole.errors)")
    var kills = 0
    for seconds in [0.25, 0.45, 0.65] {
      let arguments = ["evaluate", "run", "--suite", "crows-pairs", "--data", "data"]
      let part = try tool.run(
        arguments + ["--audit", "cut.sqlite", "--resume"],
        signal: SIGKILL,
        after: seconds
      )
      kills += part.wasKilled ? 1 : 0
    }
    #expect(kills > 0)
    let rest = try run(tool, "--json", "--audit", "cut.sqlite", "--resume")
    #expect(rest.status == 0 && rest.output == whole.output, "\(rest.errors)")
    #expect(try items(tool, "cut.sqlite") == items(tool, "whole.sqlite"))
    #expect(try verify(tool, "cut.sqlite") == .ok)
  }

  @Test func `runs an evaluation in one process at a time`() throws {
    let tool = try prepared(rows: 4)
    defer { tool.remove() }
    let first = try run(tool, "--json", "--audit", "a.sqlite")
    let ran = try JSONDecoder().decode(Ran.self, from: Data(first.output.utf8))
    var lock: FileLock? = try FileLock(
      "\(tool.folder)/b.sqlite.\(ran.run).lock",
      busy: Diagnostic("test/busy", "the lock is held")
    )
    let busy = try run(tool, "--audit", "b.sqlite", "--resume")
    #expect(busy.status == 2 && busy.errors.contains("error[evaluate/busy]"), "\(busy.errors)")
    withExtendedLifetime(lock) {}
    lock = nil
    #expect(try run(tool, "--audit", "b.sqlite", "--resume").status == 0)
    #expect(try items(tool, "b.sqlite").count == 4)
  }

  @Test func `stops at missing files, wrong rows and wrong usage before anything is logged`() throws
  {
    let tool = try prepared()
    defer { tool.remove() }
    let missing = try tool.run(["evaluate", "run", "--suite", "winogender", "--data", "data"])
    #expect(missing.status == 2 && missing.errors.contains("winogender/all_sentences.tsv"))
    try tool.write("a,b\n1,2\n", to: Self.crows)
    let wrong = try run(tool)
    #expect(wrong.status == 2 && wrong.errors.contains("\(Self.crows):1"))
    #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/audit.sqlite"))
    #expect(try tool.run(["evaluate", "run"]).status == 64)
    #expect(try run(tool, "--limit", "0").status == 64)
  }

  @Test func `names the figures that no item gives`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try FileManager.default.createDirectory(
      atPath: "\(tool.folder)/data/discrim-eval",
      withIntermediateDirectories: true
    )
    let rows = ["male", "female"].map {
      #"{"filled_template":"May a kettle?","age":60,"gender":"\#($0)","race":"white"}"#
    }
    try tool.write(rows.joined(separator: "\n"), to: "data/discrim-eval/explicit.jsonl")
    let arguments = ["evaluate", "run", "--suite", "discrim-eval", "--data", "data"]
    let result = try tool.run(arguments)
    #expect(result.status == 0, "\(result.errors)")
    let line = result.output.split(separator: "\n").first { $0.contains("no items give") }
    #expect(line?.hasSuffix("younger_gap, older_gap") == true)
    #expect(line?.contains("black_gap") == true)
    #expect(line?.contains("female_gap") == false)
    let json = try tool.run(arguments + ["--json"]).output
    #expect(json.contains("\"without_figure\": [\"non_binary_gap\", \"black_gap\""))
    let report = try tool.run(["evaluate", "report", "--data", "data", "-o", "page.html"])
    #expect(report.status == 0, "\(report.errors)")
    let page = try String(contentsOfFile: "\(tool.folder)/page.html", encoding: .utf8)
    #expect(page.contains("no items give non_binary_gap, black_gap"))
  }

  /// The demonstration model has 1,024 places.
  @Test func `goes on behind a benchmark that gives no score, and ends with its error`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    for folder in ["own", "data"] {
      try FileManager.default.createDirectory(
        atPath: "\(tool.folder)/\(folder)",
        withIntermediateDirectories: true
      )
    }
    for (id, text) in [("long", String(repeating: "tea ", count: 3_000)), ("short", "tea")] {
      let description = """
        id: \(id)
        title: Kettles
        measures: nothing
        area: capability
        suites: [kettles]
        licence: CC0-1.0
        citation: none
        url: https://example.org
        data:
          - {files: [\(id).txt], format: lines}
        protocol: perplexity
        text: "{{text}}"
        metrics:
          - {name: perplexity, kind: mean, of: perplexity, better: lower}

        """
      try tool.write(description, to: "own/\(id).yaml")
      try tool.write(text + "\n", to: "data/\(id).txt")
    }
    let arguments = [
      "evaluate", "run", "--suite", "kettles", "--benchmarks", "own", "--data", "data",
    ]
    let first = try tool.run(arguments)
    #expect(first.status == 2 && first.errors.contains("error[evaluate/nothing-scored]"))
    #expect(first.errors.contains("`long`") && first.errors.contains("too-long"))
    #expect(first.output.contains("short") && !first.output.contains("long "))
    #expect(try verify(tool, "audit.sqlite") == .ok)
    let again = try tool.run(arguments + ["--resume"])
    #expect(again.status == 2 && again.output == first.output && again.errors == first.errors)
    #expect(try items(tool, "audit.sqlite").count == 2)
    let alone = try tool.run(arguments.map { $0 == "kettles" ? "long" : $0 } + ["--json"])
    #expect(alone.status == 2 && alone.output.isEmpty)
  }

  @Test func `says that there was nothing to go on with`() throws {
    let tool = try prepared(rows: 2)
    defer { tool.remove() }
    let first = try run(tool, "--resume")
    #expect(first.status == 0 && first.errors.contains("a new one was begun"), "\(first.errors)")
    #expect(try !run(tool, "--resume").errors.contains("begun"))
    #expect(try !run(tool, "--resume", "--seed", "1", "--quiet").errors.contains("begun"))
  }

  @Test func `waits for no pipe in the place of a benchmark's file`() throws {
    let tool = try prepared(rows: 1)
    defer { tool.remove() }
    let run = "timeout 20 \"$TOOL\" evaluate run --suite crows-pairs --data data"
    let pipe = try tool.shell("rm \(Self.crows) && mkfifo \(Self.crows) && \(run)")
    #expect(pipe.status == 2 && pipe.errors.contains("not a regular file"), "\(pipe.errors)")
  }

  @Test func `passes over what is missing only when told to`() throws {
    let tool = try prepared(rows: 4)
    defer { tool.remove() }
    let arguments = ["evaluate", "run", "--suite", "fairness", "--data", "data", "--json"]
    #expect(try tool.run(arguments).status == 2)
    let result = try tool.run(arguments + ["--skip-missing"])
    #expect(result.status == 0, "\(result.errors)")
    let ran = try JSONDecoder().decode(Ran.self, from: Data(result.output.utf8))
    #expect(ran.results.map(\.benchmark) == ["crows-pairs"] && ran.missing.contains("gap"))
    #expect(result.errors.contains("passed over gap"))
  }
}
