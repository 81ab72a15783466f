import Foundation
import Testing

/// The filter with a cascade of toy models that know a dozen harmless words.
struct CascadeCommandTests {
  private static let models =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures").path

  private static func policy(_ settings: String = "") -> String {
    """
    version: 1
    name: cascade
    detectors:
      toxicity-cascade:
        settings:
          tiny_model: \(models)/cascade-tiny
          small_model: \(models)/cascade-small
          precision: float32
          linear_clear_below: 0.02
          lexicon_weight: 100
          audit_sample: 0.5
    \(settings)
        rules:
          toxic: {max: 0.5, action: remove}
    """
  }

  /// Every seventh letter speaks of silver, every fifth of copper.
  private static let records: String = (0..<300).map { number -> String in
    let calm = String(repeating: "the calm kettle sings . ", count: number % 9 + 1)
    let word = number % 7 == 0 ? "a silver spoon . " : number % 5 == 0 ? "a copper spoon . " : ""
    return #"{"id":"letter-\#(number)","text":"\#(calm)\#(word)\#(calm)\#(number)"}"#
  }.joined(separator: "\n")

  private static func cascade(_ report: Data?) throws -> [String: Any] {
    let root = try JSONSerialization.jsonObject(with: #require(report)) as? [String: Any]
    return try #require(root?["cascade"] as? [String: Any])
  }

  @Test func `removes what the last stage flags, the same for any number of threads`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(Self.policy(), to: "policy.yaml")
    try tool.write(Self.records, to: "letters.jsonl")
    let arguments = ["filter", "letters.jsonl", "--policy", "policy.yaml", "-o"]
    let alone = try tool.run(arguments + ["one", "--workers", "1"])
    let many = try tool.run(arguments + ["many", "--workers", "4"])
    #expect(alone.status == 0 && many.status == 0, "\(alone.errors)")
    let except: Set<String> = ["audit.sqlite", "report.html"]
    let files = try tool.files(in: "one", except: except)
    #expect(try files == tool.files(in: "many", except: except))
    let removed = String(decoding: files["removed/letters.jsonl"] ?? Data(), as: UTF8.self)
    #expect(removed.split(separator: "\n").count == (0..<300).count { $0 % 7 == 0 })
    #expect(!removed.contains("copper"))
    let cascade = try Self.cascade(files["report.json"])
    let stages = try #require(cascade["stages"] as? [[String: Any]])
    #expect(stages.map { $0["stage"] as? String } == ["linear", "tiny", "small"])
    #expect(stages.compactMap { $0["settled"] as? Int }.reduce(0, +) == 300)
    #expect(cascade["flagged"] as? Int == 43)
    let audit = try #require(cascade["audit"] as? [String: Any])
    #expect((100...200).contains(audit["sampled"] as? Int ?? 0))
    #expect(audit["missed"] as? Int == 0)
    #expect(alone.output.contains("toxicity cascade, settled by"))
  }

  @Test func `shows by an audit what a careless first stage misses`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let careless = Self.policy().replacing(
      "linear_clear_below: 0.02",
      with: "linear_clear_below: 1"
    )
    try tool.write(careless, to: "policy.yaml")
    try tool.write(Self.records, to: "letters.jsonl")
    let result = try tool.run([
      "filter", "letters.jsonl", "--policy", "policy.yaml", "--audit-sample", "1",
    ])
    #expect(result.status == 0, "\(result.errors)")
    let files = try tool.files(in: "filtered", except: ["audit.sqlite"])
    let cascade = try Self.cascade(files["report.json"])
    #expect(cascade["flagged"] as? Int == 0)
    let audit = try #require(cascade["audit"] as? [String: Any])
    #expect(audit["sampled"] as? Int == 300 && audit["missed"] as? Int == 43)
    let page = String(decoding: files["report.html"] ?? Data(), as: UTF8.self)
    #expect(page.contains("misses about <b>43</b>"))
    let report = String(decoding: files["report.json"] ?? Data(), as: UTF8.self)
    #expect(report.contains("--audit-sample 1"))
  }

  @Test func `refuses a policy whose models are missing or damaged`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(#"{"text":"kettle"}"#, to: "letters.jsonl")
    let missing = Self.policy().replacing("cascade-small", with: "cascade-none")
    try tool.write(missing, to: "missing.yaml")
    let arguments = ["filter", "letters.jsonl", "--policy"]
    let refused = try tool.run(arguments + ["missing.yaml"])
    #expect(refused.status == 2)
    #expect(refused.errors.contains("cascade-none"))
    #expect(try tool.run(["policy", "check", "missing.yaml"]).status != 0)
    let broken = try tool.shell(
      """
      set -e
      cp -r "\(Self.models)/cascade-small" broken
      head -c 2000 "\(Self.models)/cascade-small/model.safetensors" > broken/model.safetensors
      """
    )
    #expect(broken.status == 0)
    let damaged = Self.policy().replacing("\(Self.models)/cascade-small", with: "broken")
    try tool.write(damaged, to: "damaged.yaml")
    let second = try tool.run(arguments + ["damaged.yaml"])
    #expect(second.status == 2)
    #expect(second.errors.contains("broken/model.safetensors"))
    #expect(!FileManager.default.fileExists(atPath: tool.folder + "/filtered/kept"))
  }

  @Test func `asks for the cascade where there is something to audit`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(#"{"text":"kettle"}"#, to: "letters.jsonl")
    let result = try tool.run([
      "filter", "letters.jsonl", "--policy", "gopher-paper", "--audit-sample", "0.1",
    ])
    #expect(result.status == 2)
    #expect(result.errors.contains("filter/no-cascade"))
    #expect(try tool.run(["filter", "letters.jsonl", "--audit-sample", "2"]).status == 64)
  }

  @Test func `binds the models into the digest of the policy`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let first = try tool.shell(
      """
      set -e
      cp -r "\(Self.models)/cascade-small" "\(Self.models)/cascade-tiny" .
      sed 's#\(Self.models)/##' > policy.yaml <<'END'
      \(Self.policy())
      END
      "$TOOL" policy show policy.yaml
      cp cascade-tiny/model.safetensors cascade-small/model.safetensors
      "$TOOL" policy show policy.yaml
      """
    )
    #expect(first.status == 0, "\(first.errors)")
    let digests = first.output.split(separator: "\n").filter { $0.hasPrefix("sha256:") }
    #expect(digests.count == 2 && digests.first != digests.last)
  }
}
