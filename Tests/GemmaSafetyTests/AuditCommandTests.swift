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
}
