import Foundation
import Testing

/// Parquet files where people hand them over: to `filter`, `classify` and `mix`.
@Suite(.serialized) struct ParquetCommandTests {
  private static let policy = """
    version: 1
    name: short-texts
    detectors:
      gopher-quality:
        rules:
          word-count: {min: 3, action: remove}
    """

  private func tool() throws -> CommandLineTool {
    let tool = try CommandLineTool()
    let fixtures = CommandLineTool.repository + "/Tests/ParquetTests/Fixtures"
    try FileManager.default.createDirectory(
      atPath: tool.folder + "/corpus/deep",
      withIntermediateDirectories: true
    )
    for (from, to) in [("zstd", "a"), ("polars", "deep/b"), ("nested", "deep/c")] {
      try FileManager.default.copyItem(
        atPath: "\(fixtures)/\(from).parquet",
        toPath: "\(tool.folder)/corpus/\(to).parquet"
      )
    }
    try tool.write(Self.policy, to: "policy.yaml")
    return tool
  }

  private func lines(_ files: [String: Data], _ name: String) -> [Substring] {
    String(decoding: files[name] ?? Data(), as: UTF8.self).split(separator: "\n")
  }

  @Test func `filters rows into JSON lines, the same for any number of workers`() throws {
    let tool = try tool()
    defer { tool.remove() }
    let arguments = ["filter", "corpus", "--policy", "policy.yaml", "--attributes", "-q"]
    for workers in ["1", "3"] {
      let more = ["-o", "out\(workers)", "--workers", workers]
      let result = try tool.run(arguments + more)
      #expect(result.status == 0, "\(result.errors)")
    }
    var files = try tool.files(in: "out1")
    var others = try tool.files(in: "out3")
    for name in ["audit.sqlite", "report.html"] { (files[name], others[name]) = (nil, nil) }
    #expect(files == others)
    var removed = 0
    for name in ["a", "deep/b", "deep/c"] {
      let kept = lines(files, "kept/\(name).parquet.jsonl")
      let gone = lines(files, "removed/\(name).parquet.jsonl")
      #expect(kept.count + gone.count == 12)
      #expect(lines(files, "attributes/\(name).parquet.jsonl").count == 12)
      removed += gone.count
    }
    #expect(removed > 3)
    let verified = try tool.run(["audit", "verify", "out1/audit.sqlite"])
    #expect(verified.status == 0)
  }

  @Test func `reads standard input from a file, and refuses a pipe to classify`() throws {
    let tool = try tool()
    defer { tool.remove() }
    let result = try tool.shell(
      "cat corpus/a.parquet | $TOOL filter - --format parquet --policy policy.yaml -o out -q"
    )
    #expect(result.status == 0, "\(result.errors)")
    #expect(try tool.files(in: "out")["kept/stdin.parquet.jsonl"] != nil)
    let classify = "$TOOL classify --classifier toxicity-linear --format parquet --input"
    for input in ["corpus/a.parquet", "- < corpus/a.parquet"] {
      let read = try tool.shell("\(classify) \(input)")
      #expect(read.status == 0 && read.output.split(separator: "\n").count == 12, "\(read.errors)")
    }
    let refused = try tool.shell("cat corpus/a.parquet | \(classify) -")
    #expect(refused.status == 2 && refused.errors.contains("a pipe"), "\(refused.errors)")
  }

  @Test func `strictness refuses a damaged file`() throws {
    let tool = try tool()
    defer { tool.remove() }
    let path = URL(filePath: tool.folder + "/corpus/deep/b.parquet")
    try Data(contentsOf: path).dropLast(2).write(to: path)
    let result = try tool.run(["filter", "corpus", "--policy", "policy.yaml", "--strict", "-q"])
    #expect(result.status == 2)
    let entries = try tool.files(in: "filtered")["quarantine/deep/b.parquet.jsonl"] ?? Data()
    let entry = String(decoding: entries, as: UTF8.self)
    #expect(entry.contains("\"code\":\"input/broken-parquet\"") && entry.contains("cut off"))
  }

  @Test func `mixes rows of Parquet with other files`() throws {
    let tool = try tool()
    defer { tool.remove() }
    try tool.write(
      """
      version: 1
      name: two
      total: 16
      sources:
        tables: {paths: [corpus], weight: 3}
        lines: {paths: [more.jsonl], weight: 1}
      """,
      to: "recipe.yaml"
    )
    let more = (0..<9).map { "{\"text\":\"silver kettle dance \($0)\"}\n" }.joined()
    try tool.write(more, to: "more.jsonl")
    let result = try tool.run(["mix", "recipe.yaml", "-o", "mixed", "-q"])
    #expect(result.status == 0, "\(result.errors)")
    let files = try tool.files(in: "mixed").filter { $0.key.hasSuffix(".jsonl") }
    let lines = files.values.flatMap { String(decoding: $0, as: UTF8.self).split(separator: "\n") }
    #expect(lines.count == 16 && lines.allSatisfy { $0.contains("\"text\":") })
  }

  @Test func `evaluates on rows of Parquet, and refuses a damaged file`() throws {
    let tool = try tool()
    defer { tool.remove() }
    try FileManager.default.createDirectory(
      atPath: tool.folder + "/own",
      withIntermediateDirectories: true
    )
    let description = """
      id: kettles
      title: Kettles
      measures: nothing
      area: capability
      suites: []
      licence: CC0-1.0
      citation: none
      url: https://example.org
      data:
        - files: ["deep/{{file}}.parquet"]
          format: parquet
          unless: {text: ""}
          id: "{{file}}-{{line}}"
      protocol: perplexity
      text: "{{text}}"
      metrics:
        - {name: perplexity, kind: mean, of: perplexity, better: lower}

      """
    try tool.write(description, to: "own/kettles.yaml")
    let arguments = [
      "evaluate", "run", "--suite", "kettles", "--benchmarks", "own", "--data", "corpus", "--json",
    ]
    let result = try tool.run(arguments)
    #expect(result.status == 0, "\(result.errors)")
    // Two files of twelve rows, but for those without text.
    let fixtures = CommandLineTool.repository + "/Tests/ParquetTests/Fixtures"
    let rows = try ["polars", "nested"].map { name in
      try String(contentsOfFile: "\(fixtures)/\(name).jsonl", encoding: .utf8)
        .split(separator: "\n").count { !$0.contains("\"text\":\"\"") }
    }
    #expect(result.output.contains("\"items\": \(rows[0] + rows[1]),"), "\(result.output)")
    let path = URL(filePath: tool.folder + "/corpus/deep/b.parquet")
    try Data(contentsOf: path).dropLast(2).write(to: path)
    let refused = try tool.run(arguments)
    #expect(refused.status == 2 && refused.errors.contains("input/broken-parquet"))
    #expect(refused.errors.contains("corpus/deep/b.parquet"))
  }
}
