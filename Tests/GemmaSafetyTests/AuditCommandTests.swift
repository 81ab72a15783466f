import AuditLog
import Foundation
import SafetyCore
import Testing

/// Proofs, keys and checkpoints as a person uses them.
@Suite struct AuditCommandTests {
  /// A tool whose folder holds the results of a run on the example corpus.
  private func filtered(_ more: [String] = []) throws -> CommandLineTool {
    let tool = try CommandLineTool()
    let words = ["filter", tool.examples, "--policy", "gopher-paper", "-q"]
    #expect(try tool.run(words + more).status == 0)
    return tool
  }

  private func object(_ result: CommandLineTool.Result) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return try #require(value as? [String: Any])
  }

  @Test func `signs, publishes and finds a log that was cut off`() throws {
    let tool = try filtered()
    defer { tool.remove() }
    let log = "filtered/audit.sqlite"
    let first = try tool.run([
      "audit", "checkpoint", log, "--new-key", "a.key", "--out", "published",
    ])
    #expect(first.status == 0 && first.output.contains("\u{2014} gemma-safety/audit/"))
    let mode = try FileManager.default.attributesOfItem(atPath: tool.folder + "/a.key")
    #expect(mode[.posixPermissions] as? Int == 0o600)
    let words = [
      "audit", "verify", log, "--key", "a.key.pub", "--checkpoint", "published", "--json",
    ]
    let verified = try tool.run(words)
    #expect(verified.status == 0)
    let report = try object(verified)
    #expect(report["integrity"] as? String == "ok" && report["completeness"] as? String == "ok")
    #expect((report["signatures"] as? [String: Any])?["external"] as? Bool == true)

    let shorter = try filtered()
    defer { shorter.remove() }
    let other = try shorter.run([
      "audit", "verify", log, "--checkpoint", tool.folder + "/published",
    ])
    #expect(other.status == 1 && other.output.contains("of another log"))
    let refused = try shorter.run(["audit", "checkpoint", log, "--out", tool.folder + "/published"])
    #expect(refused.status == 1 && refused.errors.contains("error[audit/not-continued]"))
    let unsigned = try shorter.run(["audit", "verify", log, "--key", tool.folder + "/a.key.pub"])
    #expect(unsigned.status == 3)
    let again = try tool.run(["audit", "checkpoint", log, "--new-key", "a.key"])
    #expect(again.status == 2 && again.errors.contains("error[audit/file-exists]"))
  }

  @Test func `writes nothing over an audit log`() throws {
    let tool = try filtered()
    defer { tool.remove() }
    let log = "filtered/audit.sqlite"
    for words in [
      ["audit", "export", "--out", log], ["audit", "prove", "7", "--out", log],
      ["audit", "export", "--format", "csv", "--out", log],
    ] {
      let refused = try tool.run(words)
      #expect(refused.status == 2 && refused.errors.contains("error[audit/is-a-database]"))
    }
    #expect(try tool.run(["audit", "verify", log]).status == 0)
  }

  @Test func `takes standard input and output for a dash`() throws {
    let tool = try filtered()
    defer { tool.remove() }
    let events = try tool.run(["audit", "export", "--out", "-"]).output
    #expect(try tool.run(["audit", "export"]).output == events && events.hasPrefix("{"))
    let made = try tool.run(["audit", "import", "-", "--audit", "b.sqlite"], input: events)
    #expect(made.status == 0, "\(made.errors)")
    #expect(try tool.run(["audit", "verify", "b.sqlite"]).status == 0)
    let proof = try tool.run(["audit", "prove", "7", "--out", "-"]).output
    let held = try tool.run(["audit", "verify", "--proof", "-"], input: proof)
    #expect(held.status == 3 && held.output.hasPrefix("unverifiable: "), "\(held.errors)")
    #expect(!FileManager.default.fileExists(atPath: tool.folder + "/-"))
    let tiles = ["audit", "export", "--format", "tiles", "--out", "-"]
    #expect(try tool.run(tiles).status == 64)
  }

  @Test func `leaves no private key where its public one is in the way`() throws {
    let tool = try filtered()
    defer { tool.remove() }
    try tool.write("silver kettle dance", to: "a.key.pub")
    let words = ["audit", "checkpoint", "filtered/audit.sqlite", "--new-key", "a.key"]
    let refused = try tool.run(words)
    #expect(refused.status == 2 && refused.errors.contains("error[audit/file-exists]"))
    #expect(!FileManager.default.fileExists(atPath: tool.folder + "/a.key"))
  }

  @Test func `gives filters that begin at once on one log runs of their own`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let script = """
      cd '\(tool.folder)'
      for number in 1 2 3 4; do
        "$TOOL" filter '\(tool.examples)' --policy gopher-paper -q -o out$number --audit a.sqlite &
        all="$all $!"
      done
      for one in $all; do wait $one || exit 1; done
      """
    let result = try tool.shell(script)
    #expect(result.status == 0, "\(result.errors)")
    let verified = try tool.run(["audit", "verify", "a.sqlite"])
    #expect(verified.status == 0, "\(verified.output)")
    let log = try AuditLog(path: tool.folder + "/a.sqlite", mode: .readOnly) { "" }
    #expect(try Set(log.runs().map(\.run)).count == 4)
    try log.close()
  }

  @Test func `filters under a key and proves an event without the log`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    _ = try KeyFile.create(name: "kettle.example/releases", at: tool.folder + "/a.key")
    let words = ["filter", tool.examples, "--policy", "gopher-paper", "-q", "--audit-key", "a.key"]
    #expect(try tool.run(words).status == 0)
    #expect(try tool.run(["audit", "prove", "7", "--out", "event.json"]).status == 0)
    let growth = try tool.run(["audit", "prove", "--from", "20"])
    #expect(growth.status == 0)
    try tool.write(growth.output, to: "growth.json")
    try FileManager.default.removeItem(atPath: tool.folder + "/filtered")
    for file in ["event.json", "growth.json"] {
      let held = try tool.run(["audit", "verify", "--proof", file, "--key", "a.key.pub"])
      #expect(held.status == 0 && held.output.hasPrefix("ok: "))
      #expect(try tool.run(["audit", "verify", "--proof", file]).status == 3)
    }
    let text = try String(contentsOfFile: tool.folder + "/event.json", encoding: .utf8)
    try tool.write(text.replacingOccurrences(of: "remove", with: "redact"), to: "event.json")
    let changed = try tool.run(["audit", "verify", "--proof", "event.json", "--key", "a.key.pub"])
    #expect(changed.status == 1 && changed.output.hasPrefix("tampered: "))
    try tool.write("{}", to: "event.json")
    #expect(try tool.run(["audit", "verify", "--proof", "event.json"]).status == 2)
  }

  @Test func `exports, imports and counts`() throws {
    let tool = try filtered()
    defer { tool.remove() }
    let published = ["audit", "checkpoint", "filtered/audit.sqlite", "--out", "published", "-q"]
    #expect(try tool.run(published).output.isEmpty)
    #expect(try tool.run(["audit", "export", "--out", "events.jsonl", "-q"]).status == 0)
    #expect(try tool.run(["audit", "export", "--format", "tiles", "--out", "tiles"]).status == 0)
    let words = [
      "audit", "import", "events.jsonl", "--audit", "a.sqlite", "--checkpoint", "published",
    ]
    #expect(try tool.run(words).status == 0)
    #expect(try tool.run(words).errors.contains("error[audit/file-exists]"))
    #expect(try tool.run(["audit", "import", "tiles", "--audit", "b.sqlite"]).status == 0)
    for log in ["a.sqlite", "b.sqlite"] {
      let check = ["audit", "verify", log, "--checkpoint", "published", "-q"]
      #expect(try tool.run(check).status == 0)
    }
    let csv = try tool.run(["audit", "export", "--format", "csv", "--kind", "run.end"])
    #expect(csv.output.split(separator: "\r\n").count == 2)
    #expect(try tool.run(["audit", "export", "--format", "tiles"]).status == 64)
    let stats = try object(try tool.run(["audit", "stats", "--json"]))
    #expect(stats["runs"] as? Int == 1 && stats["schema"] as? Int == AuditSchema.version)
    #expect(try tool.run(["audit", "stats"]).output.contains("filter.decision"))
    let named = try object(
      try tool.run(["audit", "stats", "--audit", "filtered/audit.sqlite", "--json"])
    )
    #expect(named as NSDictionary == stats as NSDictionary)
    let twice = ["audit", "stats", "filtered/audit.sqlite", "--audit", "filtered/audit.sqlite"]
    #expect(try tool.run(twice).status == 64)
  }

  @Test func `seals, shows, holds and erases`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let path = tool.folder + "/a.sqlite"
    let log = try AuditLog(path: path, mode: .readWrite) { "2026-01-31T12:00:00Z" }
    var record = DecisionRecord(kind: "guard.decision", run: "g", body: ["action": "release"])
    record.sealed = [
      SealedContent(slot: "prompt", subject: "s1", content: Array("silver kettle dance".utf8))
    ]
    try log.append([record], run: "g", state: nil)
    try log.close()
    let last = ["--audit", "a.sqlite"]
    let whole = try tool.run(["audit", "show", "--event", "0"] + last).output
    #expect(whole.contains("prompt, 19 bytes about s1, intact"))
    #expect(!whole.contains("kettle"))
    let revealed = try tool.run(["audit", "show", "--event", "0", "--reveal", "prompt"] + last)
    #expect(revealed.output == "silver kettle dance")
    let held = ["audit", "hold", "--place", "subject:s1", "--reason", "case", "--json"] + last
    #expect((try object(try tool.run(held))["holds"] as? [Any])?.count == 1)
    let erase = ["audit", "erase", "--subject", "s1", "--basis", "asked for", "--json"] + last
    let refused = try tool.run(erase)
    #expect(refused.status == 1 && refused.errors.contains("error[audit/on-hold]"))
    #expect(
      try tool.run(["audit", "hold", "--lift", "1", "--reason", "closed"] + last).status == 0
    )
    #expect(try object(try tool.run(erase + ["--dry-run"]))["erased"] as? Int == 1)
    #expect(try object(try tool.run(erase))["erased"] as? Int == 1)
    let verified = try object(try tool.run(["audit", "verify", "a.sqlite", "--json"]))
    #expect((verified["sealed"] as? [String: Any])?["erased"] as? Int == 1)
    #expect(verified["outcome"] as? String == "ok")
    let gone = try tool.run(["audit", "show", "--event", "0", "--reveal", "prompt"] + last)
    #expect(gone.status == 2 && gone.errors.contains("error[audit/nothing-sealed]"))
    let events = try tool.run(["audit", "show", "log"] + last).output
    #expect(events.contains("1 contents of subject s1: asked for"))
    let retention = ["audit", "retention", "--set", "guard.decision=30"] + last
    #expect(try tool.run(retention).output.contains("guard.decision"))
    let expired = ["audit", "erase", "--expired", "--basis", "retention"] + last
    #expect(try tool.run(expired).output.hasPrefix("0 contents erased"))
    #expect(try tool.run(["audit", "erase", "--basis", "x"] + last).status == 64)
    let missing = try tool.run(["audit", "erase", "--event", "999", "--basis", "x"] + last)
    #expect(missing.status == 2 && missing.errors.contains("error[audit/no-such-event]"))
    let typo = ["audit", "retention", "--set", "filter.decision=9", "--set", "guard.decison=5"]
    let unknown = try tool.run(typo + last)
    #expect(unknown.status == 2 && unknown.errors.contains("did you mean `guard.decision`?"))
    #expect(try !tool.run(["audit", "retention"] + last).output.contains("filter.decision"))
    let early = ["audit", "hold", "--place", "subject:s9", "--reason", "case"] + last
    #expect(try tool.run(early).errors.contains("the log has nothing of `subject:s9` yet"))
  }
}
