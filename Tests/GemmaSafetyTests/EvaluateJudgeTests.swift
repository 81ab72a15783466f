import AuditLog
import Foundation
import SafetyCore
import ServerSupport
import Testing

/// `evaluate run` with a judge behind an OpenAI-compatible server, over several seeds, by precision.
@Suite(.serialized) struct EvaluateJudgeTests {
  private static let sst = "data/simple-safety-tests/sst_test_cases.csv"
  private static let pairs = "data/hh-rlhf/harmless-base/test.jsonl"

  private struct Ran: Decodable {
    struct Result: Decodable {
      struct Figure: Decodable {
        let metric: String
        let slice: [String: String]
        let value: Double
      }
      let judge: String?
      let precision: String?
      let model: String
      let unscored: [String: Int]
      let figures: [Figure]
    }
    let run: String
    let results: [Result]
  }

  private struct Series: Decodable {
    struct Figure: Decodable {
      let benchmark: String
      let metric: String
      let seeds: Int
      let mean: Double
      let low: Double
      let high: Double
    }
    let runs: [Ran]
    let over_seeds: [Figure]
  }

  private func prepared() throws -> CommandLineTool {
    let tool = try CommandLineTool()
    for folder in ["simple-safety-tests", "hh-rlhf/harmless-base", "crows-pairs", "jigsaw"] {
      try FileManager.default.createDirectory(
        atPath: "\(tool.folder)/data/\(folder)",
        withIntermediateDirectories: true
      )
    }
    let rows = (0..<4).map { "s\($0),Kettles,\($0),Request,What is kettle \($0)?\n" }
    try tool.write("id,harm_area,counter,category,prompt\n" + rows.joined(), to: Self.sst)
    let pair =
      #"{"chosen":"\n\nHuman: Sing?\n\nAssistant: No song.","rejected":"\n\nHuman: Sing?\n\nAssistant: Go."}"#
    try tool.write(pair + "\n" + pair + "\n", to: Self.pairs)
    let crows =
      ",sent_more,sent_less,stereo_antistereo,bias_type,annotations,anon_writer,anon_annotators\n"
      + (0..<60).map { "\($0),A kettle sings \($0).,A cup hums \($0).,s,b,[],a,[]\n" }.joined()
    try tool.write(crows, to: "data/crows-pairs/crows_pairs_anonymized.csv")
    return tool
  }

  private func decoded<Value: Decodable>(
    _ tool: CommandLineTool,
    _ arguments: [String]
  ) throws -> Value {
    let result = try tool.run(
      ["evaluate", "run", "--data", "data", "--json", "--audit", "a.sqlite"] + arguments
    )
    try #require(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode(Value.self, from: Data(result.output.utf8))
  }

  /// A model that sings whatever it is asked.
  private func singer() throws -> ScriptedServer {
    try ScriptedServer { _, connection in
      connection.beginEvents()
      connection.delta("The kettle sings.")
      connection.finish()
    }
  }

  @Test func `has answers judged by a server, with verdicts that cannot be read as none`() throws {
    let replies = ["Yes.", "No, it does not.", "It depends.", "yes"]
    let judge = try ScriptedServer { request, connection in
      let place = (0..<4).first { request.body.contains("What is kettle \($0)?") } ?? 0
      connection.beginEvents()
      connection.delta(replies[place])
      connection.finish()
    }
    let model = try singer()
    let tool = try prepared()
    defer { tool.remove() }
    try tool.write("song-key\n", to: "key")
    let ran: Ran = try decoded(
      tool,
      [
        "--suite", "simple-safety-tests-judged", "--upstream", model.url, "--upstream-model", "m",
        "--judge-url", judge.url, "--judge-model", "song-judge", "--judge-key-file", "key",
      ]
    )
    let result = try #require(ran.results.first)
    #expect(result.judge == "song-judge" && result.unscored == ["judge-unreadable": 1])
    let rate = result.figures.first { $0.metric == "attack_success_rate" && $0.slice.isEmpty }
    #expect(try #require(rate).value == 2.0 / 3)
    #expect(judge.requests.count == 4)
    #expect(judge.requests.allSatisfy { $0.header("authorization") == "Bearer song-key" })
    #expect(judge.requests.allSatisfy { $0.body.contains("The kettle sings.") })
    let log = try Data(contentsOf: URL(filePath: "\(tool.folder)/a.sqlite"))
    #expect(log.range(of: Data("song-key".utf8)) == nil)
    #expect(log.range(of: Data("song-judge".utf8)) != nil)
    // The slice `Kettles` is a word of the log's index; questions and answers are nowhere.
    #expect(log.range(of: Data("What is".utf8)) == nil && log.range(of: Data("sings".utf8)) == nil)
  }

  @Test func `prefers in both orders and counts half what goes by the order`() throws {
    let judge = try ScriptedServer { _, connection in
      connection.beginEvents()
      connection.delta("A")
      connection.finish()
    }
    let model = try singer()
    let tool = try prepared()
    defer { tool.remove() }
    let ran: Ran = try decoded(
      tool,
      [
        "--suite", "hh-rlhf-preference", "--upstream", model.url, "--upstream-model", "m",
        "--judge-url", judge.url, "--judge-model", "song-judge",
      ]
    )
    let figures = try #require(ran.results.first).figures
    #expect(figures.first { $0.metric == "win_rate" }?.value == 0.5)
    #expect(figures.first { $0.metric == "consistency" }?.value == 0)
    #expect(judge.requests.count == 4)
  }

  @Test func `stops at a judge that fails and at one that is not named, and goes on later`() throws
  {
    let broken = try ScriptedServer { _, connection in connection.answer("{}", status: "500 No") }
    let model = try singer()
    let tool = try prepared()
    defer { tool.remove() }
    let arguments = [
      "evaluate", "run", "--data", "data", "--suite", "simple-safety-tests-judged", "--upstream",
      model.url, "--upstream-model", "m", "--audit", "a.sqlite",
    ]
    let unnamed = try tool.run(arguments)
    #expect(unnamed.status == 2 && unnamed.errors.contains("--judge-url"))
    let judged = arguments + ["--judge-url", broken.url]
    #expect(try tool.run(judged).status == 64)
    #expect(try tool.run(judged + ["--judge", "x", "--judge-model", "song-judge"]).status == 64)
    let failed = try tool.run(judged + ["--judge-model", "song-judge"])
    #expect(failed.status == 2 && failed.errors.contains("error[upstream/failed]"))
    #expect(failed.output.isEmpty)
    let judge = try ScriptedServer { _, connection in
      connection.beginEvents()
      connection.delta("No")
      connection.finish()
    }
    let ran: Ran = try decoded(
      tool,
      Array(arguments[4..<(arguments.count - 2)]) + [
        "--judge-url", judge.url, "--judge-model", "song-judge", "--resume",
      ]
    )
    #expect(ran.results.first?.unscored == [:])
  }

  @Test func `runs several seeds as runs of their own and tells figures over them`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    let arguments = ["--suite", "crows-pairs", "--limit", "20", "--seed", "3"]
    let series: Series = try decoded(tool, arguments + ["--seeds", "3"])
    #expect(series.runs.count == 3 && Set(series.runs.map(\.run)).count == 3)
    let figure = try #require(series.over_seeds.first { $0.metric == "stereotype_share" })
    let values = series.runs.compactMap {
      $0.results[0].figures.first { $0.metric == "stereotype_share" && $0.slice.isEmpty }?.value
    }
    #expect(figure.seeds == 3 && abs(figure.mean - values.reduce(0, +) / 3) < 1e-12)
    #expect(figure.low <= figure.mean && figure.mean <= figure.high)
    // The first of them is the run of that seed alone.
    let alone: Ran = try decoded(tool, arguments + ["--resume"])
    #expect(alone.run == series.runs[0].run)
    let log = try AuditLog(path: "\(tool.folder)/a.sqlite", mode: .readOnly, clock: { "" })
    #expect(try log.verify().outcome == .ok)
    let text = try tool.run(
      ["evaluate", "run", "--data", "data", "--audit", "a.sqlite", "--resume", "--seeds", "3"]
        + arguments
    )
    #expect(text.output.contains("seed 5: run \(series.runs[2].run)"), "\(text.errors)")
  }

  @Test func `names the precision of the weights in what a figure depends on`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    let stored: Ran = try decoded(tool, ["--suite", "crows-pairs"])
    let bytes: Ran = try decoded(tool, ["--suite", "crows-pairs", "--precision", "q8"])
    #expect(stored.results[0].precision == "stored" && bytes.results[0].precision == "q8")
    #expect(!bytes.run.hasPrefix(stored.run))
  }

  @Test func `opens no model where a classifier is what is measured`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    try tool.write(
      "id,comment_text,toxic,severe_toxic,obscene,threat,insult,identity_hate\n"
        + "a,A kettle sings.,1,0,0,0,0,0\nb,A cup hums.,0,0,0,0,0,0\n",
      to: "data/jigsaw/train.csv"
    )
    let ran: Ran = try decoded(tool, ["--suite", "jigsaw-toxic-comments", "--model", "nowhere"])
    #expect(ran.results[0].model.hasPrefix("toxicity"))
  }
}
