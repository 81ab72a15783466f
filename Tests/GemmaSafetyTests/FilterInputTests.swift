import Foundation
import Testing

@Suite(.serialized) struct FilterInputTests {
  private static let line = "{\"text\": \"silver kettle dance\"}\n"

  private func tool() throws -> CommandLineTool {
    let tool = try CommandLineTool()
    for folder in ["corpus", "empty"] {
      try FileManager.default.createDirectory(
        atPath: "\(tool.folder)/\(folder)",
        withIntermediateDirectories: true
      )
    }
    for name in ["a.jsonl", "b.jsonl.bz2", "d.htm", "part-00000", ".hidden"] {
      try tool.write(Self.line, to: "corpus/\(name)")
    }
    return tool
  }

  @Test func `says what is not read in a note, in the result and in the reports`() throws {
    let tool = try tool()
    defer { tool.remove() }
    let result = try tool.run(["filter", "corpus", "-o", "out", "--json"])
    #expect(result.status == 0)
    let phrase =
      "3 of unknown format (corpus/b.jsonl.bz2, corpus/d.htm, corpus/part-00000), 1 hidden"
    #expect(result.errors.contains("left out: \(phrase)\n"))
    #expect(result.output.contains("\"ignored\":{\"hidden\":1,\"unknown-format\":3}"))
    let files = try tool.files(in: "out")
    let page = String(decoding: files["report.html"] ?? Data(), as: UTF8.self)
    #expect(page.contains("Left out: \(phrase)."))
    let json = String(decoding: files["report.json"] ?? Data(), as: UTF8.self)
    #expect(json.contains("\"reason\": \"unknown-format\"") && json.contains("corpus/d.htm"))
    let quiet = try tool.run(["filter", "corpus", "-o", "quiet", "-q"])
    #expect(quiet.errors.isEmpty)
  }

  @Test func `reading nothing is an error and makes no folder`() throws {
    let tool = try tool()
    defer { tool.remove() }
    for (more, hint) in [
      (["empty", "-o", "out"], "the folders hold no files"),
      (["corpus", "-o", "out", "--include", "./a/*"], "4 by the patterns, 1 hidden"),
      (["corpus", "-o", "out", "--exclude", "*.jsonl"], "name the format"),
      (["corpus", "-o", "corpus"], "1 as the folder of the results"),
      (["corpus", "-o", "corpus", "--dry-run"], "1 as the folder of the results"),
    ] {
      let result = try tool.run(["filter"] + more)
      #expect(result.status == 2)
      #expect(result.errors.contains("error[input/nothing-to-read]"))
      #expect(result.errors.contains(hint))
    }
    #expect(!FileManager.default.fileExists(atPath: tool.folder + "/out"))
  }

  @Test func `a dry run reads what the run would read`() throws {
    let tool = try tool()
    defer { tool.remove() }
    let arguments = ["filter", "corpus", "-o", "corpus/out", "--json"]
    #expect(try tool.run(arguments).output.contains("\"documents\":1,"))
    #expect(try tool.run(arguments + ["--dry-run"]).output.contains("\"documents\":1,"))
  }

  @Test func `puts a file that cannot be read into quarantine and reads the others`() throws {
    let tool = try tool()
    defer { tool.remove() }
    // Nothing is mapped at its beginning, so that a read fails for every user.
    try FileManager.default.createSymbolicLink(
      atPath: "\(tool.folder)/corpus/b.jsonl",
      withDestinationPath: "/proc/self/mem"
    )
    let result = try tool.run(["filter", "corpus", "-o", "out", "--json", "--strict"])
    #expect(result.status == 2)
    #expect(result.output.contains("\"documents\":1,"))
    #expect(result.output.contains("\"quarantined\":1,"))
    let entries = try tool.files(in: "out")["quarantine/unreadable.jsonl"] ?? Data()
    #expect(String(decoding: entries, as: UTF8.self).contains("\"code\":\"input/unreadable\""))
    let only = ["--audit", "out/audit.sqlite", "--kind", "run.end"]
    let end = try tool.run(["audit", "export"] + only).object()
    #expect(end["unreadable"] as? [String: Int] == ["input/unreadable": 1])
    let run = try #require(end["run"] as? String)
    let shown = try tool.run(["audit", "show", run] + only)
    #expect(shown.output.contains(", 1 could not be opened"), "\(shown.output)")
    #expect(try tool.run(["audit", "verify", "out/audit.sqlite"]).status == 0)
  }

  @Test func `says why nothing was read and names the option`() throws {
    let tool = try tool()
    defer { tool.remove() }
    try tool.write("{\"content\": \"silver kettle dance\"}\n{\n", to: "corpus/a.jsonl")
    let result = try tool.run(["filter", "corpus", "-o", "out"])
    #expect(result.status == 0)
    #expect(result.output.contains("input/missing-field"))
    #expect(result.output.contains("input/broken-json"))
    #expect(result.errors.contains("lines or files without `text`: 1; name"))
    #expect(result.errors.contains("--text-field"))
  }

  @Test func `leaves nothing behind where a list is wrong`() throws {
    let tool = try tool()
    defer { tool.remove() }
    try tool.write("silver kettle\t2\tdances\n", to: "list.tsv")
    let result = try tool.run(["filter", "corpus", "-o", "out", "--lexicon", "list.tsv"])
    #expect(result.status == 2)
    #expect(result.errors.contains("error[lexicon/unknown-category]"))
    #expect(!FileManager.default.fileExists(atPath: tool.folder + "/out"))
  }

  @Test func `reads no pipe but standard input`() throws {
    let tool = try tool()
    defer { tool.remove() }
    let result = try tool.shell("\"$TOOL\" filter --format jsonl -o out <(cat corpus/a.jsonl)")
    #expect(result.status == 2)
    #expect(result.errors.contains("error[input/not-a-file]"))
    #expect(!FileManager.default.fileExists(atPath: tool.folder + "/out"))
  }
}
