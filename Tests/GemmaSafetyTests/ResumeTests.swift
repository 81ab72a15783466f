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

  /// How long a run takes that must end well.
  private func seconds(_ tool: CommandLineTool, _ arguments: [String]) throws -> Double {
    let start = ContinuousClock.now
    #expect(try tool.run(arguments).status == 0)
    return (ContinuousClock.now - start) / .seconds(1)
  }

  @Test func `a run killed fifty times gives what an undisturbed run gives`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try corpus(tool)
    let whole = try seconds(tool, arguments("whole", "--workers", "1"))
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

  @Test func `resuming tidies up after a run that died between its end and its tidying`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try corpus(tool)
    let whole = try seconds(tool, arguments("whole"))
    let left = [".gemma-safety-run", ".seen-fingerprints.partial"]
    let killed = try (1...40).first { attempt in
      let wait = whole * Double(attempt) / 20
      _ = try tool.run(arguments("out\(attempt)"), signal: SIGKILL, after: wait)
      let folder = "\(tool.folder)/out\(attempt)"
      return left.allSatisfy { FileManager.default.fileExists(atPath: "\(folder)/\($0)") }
    }
    let output = "out\(try #require(killed))"
    let kept = try tool.files(in: output).filter { left.contains($0.key) }
    #expect(try tool.run(arguments(output, "--resume")).status == 0)
    for (name, bytes) in kept {
      try bytes.write(to: URL(fileURLWithPath: "\(tool.folder)/\(output)/\(name)"))
    }
    #expect(try tool.run(arguments(output, "--resume")).status == 0)
    try expectSame(tool, output, "whole")
  }

  @Test func `ctrl-c stops with code 130 and a resumable run`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try corpus(tool)
    let whole = try seconds(tool, arguments("whole"))
    // Too early a signal meets no handler yet, too late a one no run: try until one meets a run.
    let stopped = try (1...40).first { attempt in
      let result = try tool.run(
        ["filter", "corpus", "-o", "out\(attempt)", "--policy", "policy.yaml", "--attributes"],
        signal: SIGINT,
        after: whole * Double(attempt) / 20
      )
      let isEarly = result.errors.contains("before the run began")
      guard result.status == 130, !result.wasKilled, !isEarly else { return false }
      #expect(result.errors.contains("--resume"))
      return true
    }
    let output = "out\(try #require(stopped))"
    #expect(try tool.run(arguments(output, "--resume")).status == 0)
    try expectSame(tool, output, "whole")
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
    let whole = try seconds(tool, arguments("whole"))
    let killed = try (1...40).first { attempt in
      let output = "out\(attempt)"
      let wait = whole * Double(attempt) / 20
      guard try tool.run(arguments(output), signal: SIGKILL, after: wait).wasKilled else {
        return false
      }
      return FileManager.default.fileExists(atPath: "\(tool.folder)/\(output)/.gemma-safety-run")
    }
    let output = "out\(try #require(killed))"
    try tool.write(Self.policy.replacingOccurrences(of: "20", with: "21"), to: "policy.yaml")
    let other = try tool.run(arguments(output, "--resume"))
    #expect(other.status == 2)
    #expect(other.errors.contains("resume/other-run"))
  }
}
