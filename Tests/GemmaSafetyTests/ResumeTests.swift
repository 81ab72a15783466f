import AuditLog
import Foundation
import Testing

@Suite(.serialized) struct ResumeTests {
  private static let policy = """
    version: 1
    name: resume-test
    detectors:
      gopher-quality:
        rules:
          word-count: {min: 20, action: remove}
      gopher-repetition:
        rules:
          duplicate-5-grams: {max: 0.15, action: remove}
      duplicates:
        rules:
          document: {max: 0, action: remove}
    """
  /// What differs between equal runs: times, and what SQLite keeps beside a log after a kill.
  private static let timed: Set<String> = [
    "audit.sqlite", "audit.sqlite-shm", "audit.sqlite-wal", "report.html",
  ]

  private func corpus(_ tool: CommandLineTool) throws {
    try FileManager.default.createDirectory(
      atPath: tool.folder + "/corpus/deep",
      withIntermediateDirectories: true
    )
    try tool.write(MadeUpCorpus.lines(12_000, seed: 1), to: "corpus/a.jsonl")
    try tool.write(MadeUpCorpus.lines(6_000, seed: 2), to: "corpus/deep/b.jsonl")
    for index in 0..<70 {
      try tool.write("A note of silver kettle dance \(index).", to: "corpus/deep/n\(index).txt")
    }
    try tool.write(Self.policy, to: "policy.yaml")
  }

  private func arguments(_ output: String, _ more: String...) -> [String] {
    ["filter", "corpus", "-o", output, "--policy", "policy.yaml", "--attributes", "-q"] + more
  }

  /// The bodies of a run's events without their times.
  private func events(_ tool: CommandLineTool, _ output: String) throws -> [String] {
    let log = try AuditLog(
      path: "\(tool.folder)/\(output)/audit.sqlite",
      mode: .readOnly,
      clock: { "" }
    )
    #expect(try log.verify().outcome == .ok)
    var bodies: [String] = []
    try log.events(of: nil) { event in
      bodies.append(
        String(decoding: event.body, as: UTF8.self)
          .replacingOccurrences(of: "\"ts\":\"\(event.time)\"", with: "")
      )
    }
    return bodies
  }

  /// Compares names and bytes of all results and names the files that differ.
  private func expectSame(_ tool: CommandLineTool, _ output: String, _ reference: String) throws {
    let files = try tool.files(in: output, except: Self.timed)
    let expected = try tool.files(in: reference, except: Self.timed)
    let names = Set(files.keys).union(expected.keys)
    let different = names.filter { files[$0] != expected[$0] }.sorted()
    #expect(different == [])
  }

  @Test func `a run killed fifty times gives what an undisturbed run gives`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try corpus(tool)
    let start = ContinuousClock.now
    #expect(try tool.run(arguments("whole", "--workers", "1")).status == 0)
    let elapsed = (ContinuousClock.now - start).components
    let whole = Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
    var kills = 0
    var round = 0
    var generator = SystemRandomNumberGenerator()
    while kills < 50 {
      // Each round of kills ends with a run to the end that must equal the whole one.
      let output = "killed\(round)"
      while kills < 50 {
        let wait = Double.random(in: 0...(whole * 1.1), using: &generator)
        let result = try tool.run(
          arguments(output, "--resume", "--workers", "\(Int.random(in: 1...3))"),
          signal: SIGKILL,
          after: wait
        )
        guard result.wasKilled else { break }
        kills += 1
      }
      #expect(try tool.run(arguments(output, "--resume")).status == 0)
      try expectSame(tool, output, "whole")
      #expect(try events(tool, output) == events(tool, "whole"))
      round += 1
    }
  }

  @Test func `resuming begins anew where a run died before its first checkpoint`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try corpus(tool)
    #expect(try tool.run(arguments("whole")).status == 0)
    for name in ["measurements.bin", "kept/a.jsonl", "attributes/a.jsonl"] {
      let file = "\(tool.folder)/died/\(name).partial"
      try FileManager.default.createDirectory(
        atPath: (file as NSString).deletingLastPathComponent,
        withIntermediateDirectories: true
      )
      try tool.write("left by a run that died", to: "died/\(name).partial")
    }
    #expect(try tool.run(arguments("died", "--resume")).status == 0)
    try expectSame(tool, "died", "whole")
  }

  @Test func `ctrl-c stops with code 130 and a resumable run`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try corpus(tool)
    #expect(try tool.run(arguments("whole")).status == 0)
    var stopped = false
    for wait in [0.05, 0.1, 0.15, 0.2, 0.3] where !stopped {
      let result = try tool.run(
        ["filter", "corpus", "-o", "out", "--policy", "policy.yaml", "--attributes", "--resume"],
        signal: SIGINT,
        after: wait
      )
      stopped = result.status == 130 && !result.wasKilled
      if stopped { #expect(result.errors.contains("--resume")) }
    }
    #expect(stopped)
    #expect(try tool.run(arguments("out", "--resume")).status == 0)
    try expectSame(tool, "out", "whole")
  }

  @Test func `one, two and eight workers write the same bytes and the same decisions`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try corpus(tool)
    for workers in ["1", "2", "8"] {
      #expect(try tool.run(arguments("out\(workers)", "--workers", workers)).status == 0)
    }
    let one = try tool.files(in: "out1", except: Self.timed)
    #expect(one["kept/a.jsonl"]?.isEmpty == false)
    for workers in ["2", "8"] {
      #expect(try tool.files(in: "out\(workers)", except: Self.timed) == one)
      #expect(try events(tool, "out\(workers)") == events(tool, "out1"))
    }
  }

  @Test func `refuses to resume under another policy`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try corpus(tool)
    let result = try tool.run(arguments("out"), signal: SIGKILL, after: 0.12)
    try #require(result.wasKilled)
    try tool.write(Self.policy.replacingOccurrences(of: "20", with: "21"), to: "policy.yaml")
    let other = try tool.run(arguments("out", "--resume"))
    #expect(other.status == 2)
    #expect(other.errors.contains("resume/other-run"))
  }
}
