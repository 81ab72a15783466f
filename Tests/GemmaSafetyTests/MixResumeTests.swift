import AuditLog
import Foundation
import Testing

/// What `mix` and `mix --resume` make of a mixture that another process left.
@Suite(.serialized) struct MixResumeTests {
  private static let marker = ".mixing"
  private static let recipe = """
    version: 1
    name: letters
    shards: 3
    max_epochs: 2
    holdout: {share: 0.05}
    sources:
      web: {paths: [web.jsonl], repeat: 2}
    """

  private func prepared(_ count: Int) throws -> CommandLineTool {
    let tool = try CommandLineTool()
    let lines = (0..<count).map {
      "{\"id\":\"\($0)\",\"text\":\"The letter of silver kettle dance, number \($0).\"}\n"
    }
    try tool.write(lines.joined(), to: "web.jsonl")
    try tool.write(Self.recipe, to: "r.yaml")
    return tool
  }

  /// All results, without the log, which holds times.
  private func results(_ tool: CommandLineTool, _ output: String) throws -> [String: Data] {
    try tool.files(in: output).filter { !$0.key.hasPrefix("audit.sqlite") }
  }

  private func runs(_ tool: CommandLineTool, _ output: String) throws -> [RunSummary] {
    let path = "\(tool.folder)/\(output)/audit.sqlite"
    let log = try AuditLog(path: path, mode: .readOnly, clock: { "" })
    #expect(try log.verify().outcome == .ok)
    return try log.runs()
  }

  /// Makes a finished mixture what a process leaves that dies after its log entry.
  private func takeBackLastSteps(_ tool: CommandLineTool, _ output: String) throws {
    let folder = "\(tool.folder)/\(output)"
    let report = "\(folder)/report.json"
    try FileManager.default.moveItem(atPath: report, toPath: report + ".partial")
    try FileManager.default.createDirectory(
      atPath: "\(folder)/\(Self.marker)",
      withIntermediateDirectories: true
    )
    try tool.write("{\"code\":\"input/broken-json\"}\n", to: "\(output)/.mixing/quarantine.jsonl")
  }

  @Test func `finishes a mixture that the log already holds`() throws {
    let tool = try prepared(100)
    defer { tool.remove() }
    #expect(try tool.run(["mix", "r.yaml", "-o", "a", "-q"]).status == 0)
    let whole = try results(tool, "a")
    try takeBackLastSteps(tool, "a")
    let left = try results(tool, "a")
    let plain = try tool.run(["mix", "r.yaml", "-o", "a", "-q"])
    #expect(plain.status == 2 && plain.errors.contains("error[output/unfinished]"))
    #expect(plain.errors.contains("--resume"))
    #expect(try results(tool, "a") == left)
    let resumed = try tool.run(["mix", "r.yaml", "-o", "a", "--resume", "--json"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(Data(resumed.output.utf8) == whole["report.json"])
    #expect(resumed.errors.contains("nothing to resume"))
    #expect(try results(tool, "a") == whole)
    #expect(try runs(tool, "a").count == 1)
    #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/a/\(Self.marker)"))
  }

  @Test func `leaves nothing of SQLite's beside the log of a complete mixture`() throws {
    let tool = try prepared(100)
    defer { tool.remove() }
    let arguments = ["mix", "r.yaml", "-o", "a", "-q"]
    #expect(try tool.run(arguments).status == 0)
    #expect(try tool.run(arguments + ["--resume"]).status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(tool.folder)/a")
    #expect(names.filter { $0.hasPrefix("audit") } == ["audit.sqlite"])
  }

  @Test func `makes a mixture again of which the log knows nothing`() throws {
    let tool = try prepared(100)
    defer { tool.remove() }
    #expect(try tool.run(["mix", "r.yaml", "-o", "a", "-q"]).status == 0)
    let whole = try results(tool, "a")
    try takeBackLastSteps(tool, "a")
    try FileManager.default.removeItem(atPath: "\(tool.folder)/a/audit.sqlite")
    try tool.write("half a file", to: "a/train/train-00001-of-00003.jsonl")
    let resumed = try tool.run(["mix", "r.yaml", "-o", "a", "--resume"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(!resumed.errors.contains("nothing to resume"))
    // What the dead process had put aside as unread is not taken for this one's.
    #expect(try results(tool, "a") == whole)
    #expect(try runs(tool, "a").map { $0.ended == nil } == [false])
  }

  @Test func `leaves a folder as it was where the next try ends before its plan`() throws {
    let tool = try prepared(100)
    defer { tool.remove() }
    #expect(try tool.run(["mix", "r.yaml", "-o", "a", "-q"]).status == 0)
    let whole = try results(tool, "a")
    try takeBackLastSteps(tool, "a")
    let large = Self.recipe.replacing("repeat: 2", with: "take: 4000")
    try tool.write(large, to: "large.yaml")
    let short = try tool.run(["mix", "large.yaml", "-o", "a", "-q", "--overwrite"])
    #expect(short.status == 2 && short.errors.contains("mix/shortage"), "\(short.errors)")
    let resumed = try tool.run(["mix", "r.yaml", "-o", "a", "-q", "--resume"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try results(tool, "a") == whole)
  }

  @Test func `calls no mixture complete of which a file has changed`() throws {
    let tool = try prepared(100)
    defer { tool.remove() }
    #expect(try tool.run(["mix", "r.yaml", "-o", "a", "-q"]).status == 0)
    #expect(try tool.run(["mix", "r.yaml", "-o", "a", "-q", "--resume"]).status == 0)
    let name = "a/train/train-00001-of-00003.jsonl"
    try tool.write("", to: name)
    let short = try tool.run(["mix", "r.yaml", "-o", "a", "-q", "--resume"])
    #expect(short.status == 2 && short.errors.contains("error[resume/changed-file]"))
    #expect(short.errors.contains(name))
    try FileManager.default.removeItem(atPath: "\(tool.folder)/\(name)")
    #expect(try tool.run(["mix", "r.yaml", "-o", "a", "-q", "--resume"]).status == 2)
    #expect(try tool.run(["mix", "r.yaml", "-o", "a", "-q", "--overwrite"]).status == 0)
  }

  @Test func `is for one mixture alone, and starts it where there is none`() throws {
    let tool = try prepared(100)
    defer { tool.remove() }
    #expect(try tool.run(["mix", "r.yaml", "-o", "a", "-q", "--resume"]).status == 0)
    let whole = try results(tool, "a")
    try tool.write(Self.recipe.replacing("repeat: 2", with: "repeat: 1"), to: "r.yaml")
    let other = try tool.run(["mix", "r.yaml", "-o", "a", "--resume"])
    #expect(other.status == 2 && other.errors.contains("error[resume/other-run]"))
    #expect(try results(tool, "a") == whole)
    let both = try tool.run(["mix", "r.yaml", "-o", "a", "--resume", "--overwrite"])
    #expect(both.status == 64)
  }

  @Test func `keeps a mixture that the log holds from the resumption of another recipe`() throws {
    let tool = try prepared(100)
    defer { tool.remove() }
    #expect(try tool.run(["mix", "r.yaml", "-o", "a", "-q"]).status == 0)
    try takeBackLastSteps(tool, "a")
    let left = try results(tool, "a")
    try tool.write(Self.recipe.replacing("repeat: 2", with: "repeat: 1"), to: "other.yaml")
    let other = try tool.run(["mix", "other.yaml", "-o", "a", "--resume"])
    #expect(other.status == 2 && other.errors.contains("error[resume/other-run]"))
    #expect(try results(tool, "a") == left)
  }

  @Test func `calls no mixture complete whose run is in another log`() throws {
    let tool = try prepared(100)
    defer { tool.remove() }
    #expect(try tool.run(["mix", "r.yaml", "-o", "a", "-q"]).status == 0)
    let whole = try results(tool, "a")
    let arguments = ["mix", "r.yaml", "-o", "a", "--resume", "--audit", "other.sqlite"]
    let other = try tool.run(arguments)
    #expect(other.status == 2 && other.errors.contains("error[resume/other-log]"))
    #expect(try results(tool, "a") == whole)
    #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/other.sqlite"))
  }

  @Test func `a mixture killed twenty times is the one of an undisturbed run`() throws {
    let tool = try prepared(40_000)
    defer { tool.remove() }
    let start = ContinuousClock.now
    #expect(try tool.run(["mix", "r.yaml", "-o", "whole", "-q"]).status == 0)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let whole = try results(tool, "whole")
    var generator = SystemRandomNumberGenerator()
    var kills = 0
    var round = 0
    while kills < 20 {
      round += 1
      let output = "out\(round)"
      let arguments = ["mix", "r.yaml", "-o", output, "-q", "--resume"]
      while kills < 20 {
        let wait = Double.random(in: 0...(seconds * 1.1), using: &generator)
        guard try tool.run(arguments, signal: SIGKILL, after: wait).wasKilled else { break }
        kills += 1
        guard FileManager.default.fileExists(atPath: "\(tool.folder)/\(output)") else { continue }
        for (name, bytes) in try results(tool, output) where whole[name] != nil {
          #expect(bytes == whole[name], "\(name) has its name and is not whole")
        }
      }
      #expect(try tool.run(arguments).status == 0)
      #expect(try results(tool, output) == whole)
      #expect(try runs(tool, output).map { $0.ended == nil } == [false])
    }
  }
}
