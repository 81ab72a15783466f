import AuditLog
import Foundation
import Testing

@Suite(.serialized) struct FilterCommandTests {
  private static let line =
    "{\"id\": \"%\", \"text\": \"The letter of silver kettle dance number %.\"}\n"

  private func lines(_ ids: [Int]) -> String {
    ids.map { Self.line.replacingOccurrences(of: "%", with: "\($0)") }.joined()
  }

  private func policy(_ rules: String) -> String {
    "version: 1\nname: test\ndetectors:\n  duplicates:\n"
      + "    settings: {paragraph_bytes: 16}\n    rules:\n      \(rules)\n"
  }

  @Test func `keeps the first copy of a document across shards`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(lines([1, 2, 1, 3]), to: "a.jsonl")
    try tool.write(
      lines([3, 4]).uppercased().replacingOccurrences(of: "\"ID\"", with: "\"id\"")
        .replacingOccurrences(of: "\"TEXT\"", with: "\"text\""),
      to: "b.jsonl"
    )
    try tool.write(policy("document: {max: 0, action: remove}"), to: "p.yaml")
    let arguments = ["filter", "a.jsonl", "b.jsonl", "--policy", "p.yaml", "-o", "out"]
    let result = try tool.run(arguments)
    #expect(result.status == 0)
    let summary = #/run +[0-9a-f]+, [0-9.]+ s at [0-9.]+ (bytes|kB|MB)\/s/#
    #expect(result.output.contains(summary), "\(result.output)")
    let files = try tool.files(in: "out")
    #expect(files["kept/a.jsonl"] == Data(lines([1, 2, 3]).utf8))
    let kept = String(decoding: files["kept/b.jsonl"] ?? Data(), as: UTF8.self)
    #expect(kept.contains("\"4\"") && !kept.contains("\"3\""))
  }

  @Test func `cuts repeated lines out of kept texts and books the edit`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let text =
      "{\"id\":\"1\",\"text\":\"A line of silver kettle dance.\\nOnly once, this other line.\"}\n"
    let again =
      "{\"id\":\"2\",\"text\":\"A line of silver kettle dance.\\nAnd one more new line.\"}\n"
    try tool.write(text + again, to: "a.jsonl")
    try tool.write(policy("paragraphs: {max: 0, action: cut}"), to: "p.yaml")
    let arguments = [
      "filter", "a.jsonl", "--policy", "p.yaml", "-o", "out", "--attributes", "--json",
    ]
    let result = try tool.run(arguments)
    #expect(result.status == 0)
    #expect(result.output.contains("\"edited\":1"))
    let kept = String(decoding: try tool.files(in: "out")["kept/a.jsonl"] ?? Data(), as: UTF8.self)
    #expect(kept == text + "{\"id\":\"2\",\"text\":\"And one more new line.\"}\n")
    let attributes = try tool.files(in: "out")["attributes/a.jsonl"] ?? Data()
    let last = String(decoding: attributes, as: UTF8.self).split(separator: "\n").last ?? ""
    #expect(last.contains("\"duplicates/paragraphs\":[[0,53,"))
    #expect(last.contains("\"duplicates/paragraphs/spans\":[[0,"))
    #expect(try tool.run(["audit", "verify", "out/audit.sqlite"]).status == 0)
  }

  @Test func `a dry run writes nothing and standard input is read`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let dry = try tool.run(["filter", "-", "--dry-run", "--json"], input: lines([1, 2]))
    #expect(dry.status == 0)
    #expect(dry.output.contains("\"documents\":2"))
    #expect(!FileManager.default.fileExists(atPath: tool.folder + "/filtered"))
    #expect(try tool.run(["filter", "-", "-o", "out", "-q"], input: lines([1, 2])).status == 0)
    #expect(try tool.files(in: "out").keys.contains("kept/stdin.jsonl"))
  }

  @Test func `refuses to mix results and overwrites on request`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(lines([1, 2]), to: "a.jsonl")
    #expect(try tool.run(["filter", "a.jsonl", "-q"]).status == 0)
    let again = try tool.run(["filter", "a.jsonl", "-q"])
    #expect(again.status == 2)
    #expect(again.errors.contains("output/exists"))
    #expect(try tool.run(["filter", "a.jsonl", "-q", "--overwrite"]).status == 0)
    #expect(try tool.run(["audit", "verify", "filtered/audit.sqlite"]).status == 0)
  }

  @Test func `decides a finished run again under a recipe by name`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(lines(Array(1...20)), to: "a.jsonl")
    #expect(try tool.run(["filter", "a.jsonl", "-q"]).status == 0)
    let result = try tool.run(["filter", "--what-if", "fineweb", "--from", "filtered"])
    #expect(result.status == 0)
    #expect(result.output.contains("20 documents decided again"))
    let detectors = "gopher-quality: {rules: {word-count: {min: 5, action: remove}}}"
    try tool.write(
      "version: 1\nname: x\nwords: unicode\ndetectors:\n  \(detectors)\n",
      to: "unicode.yaml"
    )
    let other = try tool.run(["filter", "--what-if", "unicode.yaml", "--from", "filtered"])
    #expect(other.status == 2 && other.errors.contains("what-if/other-measurement"))
    let run = try tool.run(["filter", "--what-if", "fineweb", "--from", "filtered", "--resume"])
    #expect(run.status == 64)
  }

  @Test func `leaves a valid packed shard where every document went`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let script = """
      echo '{"id":1,"text":"silver kettle dance"}' | gzip > a.jsonl.gz
      $TOOL filter a.jsonl.gz -o out -q && $TOOL filter a.jsonl.gz -o out2 -q --compress zstd
      gzip --test out/kept/a.jsonl.gz && gzip --decompress --stdout out/kept/a.jsonl.gz | wc -c
      head -c 4 out2/kept/a.jsonl.zst | od -An -tx1
      """
    let result = try tool.shell(script)
    #expect(result.errors == "")
    #expect(result.output.split(separator: "\n").map(String.init) == ["0", " 28 b5 2f fd"])
  }
}
