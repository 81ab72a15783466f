import AuditLog
import Foundation
import Testing

@Suite(.serialized) struct DedupCommandTests {
  /// What differs between equal runs: times, and what SQLite keeps beside a log after a kill.
  private static let timed: Set<String> = [
    "audit.sqlite", "audit.sqlite-shm", "audit.sqlite-wal", "report.html",
  ]
  private static let poem = """
    the silver kettle sings in the quiet garden while the lantern by the river waits for a letter \
    that nobody has written yet and the village sleeps under the winter moon as if the music of the \
    harbour had never been anything but a story told by the copper window
    """

  private func line(_ id: String, _ text: String) -> String {
    "{\"id\": \"\(id)\", \"text\": \"\(text)\"}\n"
  }

  /// Documents of a generator of their own, each followed sometimes by a copy with a word changed.
  private func corpus(_ count: Int, seed: UInt64) -> String {
    var state = seed
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var lines = ""
    var texts: [[String]] = []
    for index in 0..<count {
      var words = (0..<40 + next(120)).map { _ in "w\(next(5_000))" }
      if next(3) == 0, !texts.isEmpty {
        words = texts[next(texts.count)]
        for _ in 0..<next(4) { words[next(words.count)] = "changed\(next(100))" }
      } else if texts.count < 300 {
        texts.append(words)
      }
      lines += line("d\(seed)-\(index)", words.joined(separator: " "))
    }
    return lines
  }

  private func objects(_ tool: CommandLineTool, _ name: String) throws -> [[String: Any]] {
    let data = try tool.files(in: "out")[name] ?? Data()
    return try data.split(separator: 0x0A).compactMap {
      try JSONSerialization.jsonObject(with: $0) as? [String: Any]
    }
  }

  @Test func `removes near and exact copies and names the document that stays`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let near = Self.poem.replacingOccurrences(of: "copper window", with: "wooden bridge")
    let far = Self.poem.split(separator: " ").reversed().joined(separator: " ")
    try tool.write(line("first", Self.poem) + line("far", far), to: "a.jsonl")
    try tool.write(
      line("near", near) + line("exact", Self.poem.uppercased()) + line("short", "a few words")
        + line("short too", "a few words more"),
      to: "b.jsonl"
    )
    #expect(try tool.run(["dedup", "a.jsonl", "b.jsonl", "-o", "out", "-q"]).status == 0)
    #expect(try objects(tool, "kept/a.jsonl").map { $0["id"] as? String } == ["first", "far"])
    #expect(
      try objects(tool, "kept/b.jsonl").map { $0["id"] as? String } == ["short", "short too"]
    )
    let removed = try objects(tool, "removed/b.jsonl")
    #expect(removed.map { $0["id"] as? String } == ["near", "exact"])
    let reasons = removed.map { $0["reasons"] as? [[String: Any]] ?? [] }
    #expect(reasons[0].map { $0["rule"] as? String } == ["near-duplicates/document"])
    #expect(
      reasons[1].map { $0["rule"] as? String } == [
        "duplicates/document", "near-duplicates/document",
      ]
    )
    let original = try #require(reasons[0][0]["original"] as? [String: Any])
    #expect(original["id"] as? String == "first" && original["shard"] as? String == "a.jsonl")
    #expect(original["line"] as? Int == 1)
    let value = Double(reasons[0][0]["value"] as? String ?? "") ?? 0
    #expect(value > 0.7 && value < 1 && reasons[0][0]["max"] as? String == "0.7")
    #expect(reasons[1][1]["value"] as? String == "1")
    let why = try tool.run(["audit", "why", "near", "--audit", "out/audit.sqlite"])
    #expect(why.output.contains("a copy of first: a.jsonl, line 1"))
    #expect(why.output.contains("near-duplicates/document"))
    #expect(try tool.run(["audit", "verify", "out/audit.sqlite"]).status == 0)
  }

  @Test func `the report counts clusters and lists the most copied`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let near = Self.poem + " and more"
    try tool.write(
      line("first", Self.poem) + line("a", near) + line("b", near) + line("c", Self.poem),
      to: "a.jsonl"
    )
    let result = try tool.run(["dedup", "a.jsonl", "-o", "out", "--attributes"])
    #expect(result.status == 0 && result.output.contains("near duplicates"))
    let report = try #require(
      try JSONSerialization.jsonObject(with: try tool.files(in: "out")["report.json"] ?? Data())
        as? [String: Any]
    )
    let rules = try #require(report["duplicates"] as? [[String: Any]])
    let rule = try #require(rules.first { $0["rule"] as? String == "near-duplicates/document" })
    #expect(rule["remembered"] as? Int == 1 && rule["forgotten"] as? Int == 0)
    #expect(rule["clusters"] as? Int == 1 && rule["failed"] as? Int == 3)
    let largest = try #require((rule["largest"] as? [[String: Any]])?.first)
    #expect(largest["id"] as? String == "first" && largest["copies"] as? Int == 3)
    let page = String(decoding: try tool.files(in: "out")["report.html"] ?? Data(), as: UTF8.self)
    #expect(page.contains("Most copied") && page.contains("<code>first</code>"))
    let attributes = String(
      decoding: try tool.files(in: "out")["attributes/a.jsonl"] ?? Data(),
      as: UTF8.self
    )
    #expect(attributes.contains("\"near-duplicates/document\":[[0,"))
  }

  @Test func `another bound is tried on stored values`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(line("first", Self.poem) + line("a", Self.poem + " and more"), to: "a.jsonl")
    #expect(try tool.run(["dedup", "a.jsonl", "-o", "out", "-q"]).status == 0)
    let policy = try String(
      contentsOfFile: CommandLineTool.repository + "/policies/dedup.yaml",
      encoding: .utf8
    )
    try tool.write(policy.replacingOccurrences(of: "max: 0.7", with: "max: 1"), to: "p.yaml")
    let result = try tool.run(["filter", "--what-if", "p.yaml", "--from", "out", "--json"])
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test func `one, two and eight workers write the same bytes`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(corpus(6_000, seed: 1), to: "a.jsonl")
    try tool.write(corpus(3_000, seed: 1), to: "b.jsonl")
    for workers in ["1", "2", "8"] {
      let arguments = ["dedup", "a.jsonl", "b.jsonl", "-o", "out\(workers)", "--attributes", "-q"]
      #expect(try tool.run(arguments + ["--workers", workers]).status == 0)
    }
    let one = try tool.files(in: "out1", except: Self.timed)
    #expect(one["removed/a.jsonl"]?.isEmpty == false)
    for workers in ["2", "8"] {
      #expect(try tool.files(in: "out\(workers)", except: Self.timed) == one)
    }
  }

  @Test func `a run killed again and again gives what an undisturbed run gives`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(corpus(20_000, seed: 2), to: "a.jsonl")
    try tool.write(corpus(20_000, seed: 2), to: "b.jsonl")
    func arguments(_ output: String, _ more: String...) -> [String] {
      ["dedup", "a.jsonl", "b.jsonl", "-o", output, "--attributes", "-q"] + more
    }
    let start = ContinuousClock.now
    #expect(try tool.run(arguments("whole", "--workers", "1")).status == 0)
    let whole = (ContinuousClock.now - start) / .seconds(1)
    for round in 0..<3 {
      let output = "killed\(round)"
      for step in 1...6 {
        let wait = whole * Double(step * 2 + round) / 14
        let workers = "\(1 + step % 3)"
        let result = try tool.run(
          arguments(output, "--resume", "--workers", workers),
          signal: SIGKILL,
          after: wait
        )
        guard result.wasKilled else { break }
      }
      #expect(try tool.run(arguments(output, "--resume")).status == 0)
      let files = try tool.files(in: output, except: Self.timed)
      let expected = try tool.files(in: "whole", except: Self.timed)
      let names = Set(files.keys).union(expected.keys)
      #expect(names.filter { files[$0] != expected[$0] }.sorted() == [])
    }
  }

  /// So large signatures that a megabyte holds few: a document takes some 6 KB.
  private static func policy(_ whenFull: String) -> String {
    """
    version: 1
    name: small
    detectors:
      near-duplicates:
        settings: {buckets: 128, hashes: 32, memory_mb: 1, when_full: \(whenFull)}
        rules:
          document: {max: 0.7, action: remove}
    """
  }

  @Test func `says so where there is no room, or stops if the policy says so`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(corpus(600, seed: 3), to: "a.jsonl")
    try tool.write(Self.policy("continue"), to: "p.yaml")
    let arguments = ["dedup", "a.jsonl", "--policy", "p.yaml", "--overwrite", "-o", "out"]
    let result = try tool.run(arguments)
    #expect(result.status == 0 && result.errors.contains("memory_mb"), "\(result.errors)")
    let report = String(decoding: try tool.files(in: "out")["report.json"] ?? Data(), as: UTF8.self)
    #expect(report.contains("near-duplicates-full"))
    try tool.write(Self.policy("stop"), to: "p.yaml")
    let stopped = try tool.run(arguments)
    #expect(stopped.status == 2 && stopped.errors.contains("duplicates/memory-full"))
  }

  @Test func `policy check prints the threshold that the numbers come to`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let result = try tool.run(["policy", "check", "dedup"])
    #expect(result.status == 0)
    #expect(result.output.contains("similarity threshold about 0.72; half of the pairs of 0.68"))
    #expect(try tool.run(["policy", "check", "corpus"]).output.contains("threshold") == false)
    #expect(try tool.run(["policy", "rules", "near-duplicates"]).output.contains("when_full"))
    let show = try tool.run(["policy", "show", "dedup"]).output
    #expect(show.contains("near-duplicates") && show.contains("max 0.7"))
    let policy = "version: 1\ndetectors:\n  near-duplicates:\n    settings: {bucket: 3, ngram: 0}\n"
    try tool.write(policy, to: "p.yaml")
    let wrong = try tool.run(["policy", "check", "p.yaml"])
    #expect(wrong.status == 1 && wrong.errors.contains("did you mean `buckets`?"))
    #expect(wrong.errors.contains("wrong value for `ngram`"))
  }
}
