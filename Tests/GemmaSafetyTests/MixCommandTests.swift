import Foundation
import Testing

@Suite(.serialized) struct MixCommandTests {
  private func lines(_ name: String, _ count: Int) -> String {
    (0..<count).map {
      "{\"id\":\"\(name)-\($0)\",\"text\":\"The letter of silver kettle dance \(name) \($0).\"}\n"
    }.joined()
  }

  private static let recipe = """
    version: 1
    name: two-corpora
    total: 40
    shards: 2
    compression: gzip
    holdout: {share: 0.05}
    sources:
      web: {paths: [../filtered/kept], weight: 3}
      notes: {paths: [notes.txt, more.csv], weight: 1}
    """

  /// A folder with a filtered corpus and a recipe beside other files.
  private func prepared() throws -> CommandLineTool {
    let tool = try CommandLineTool()
    try tool.write(lines("web", 100), to: "web.jsonl")
    let rule = "document: {max: 0, action: remove}"
    try tool.write(
      "version: 1\nname: once\ndetectors: {duplicates: {rules: {\(rule)}}}\n",
      to: "once.yaml"
    )
    #expect(try tool.run(["filter", "web.jsonl", "--policy", "once.yaml", "-q"]).status == 0)
    try FileManager.default.createDirectory(
      atPath: tool.folder + "/recipes",
      withIntermediateDirectories: true
    )
    try tool.write("A note about a silver kettle dance.", to: "recipes/notes.txt")
    let rows = (0..<20).map { "\($0),\"A row of silver kettle dance, number \($0)\"\n" }
    try tool.write("id,text\n" + rows.joined(), to: "recipes/more.csv")
    try tool.write(Self.recipe, to: "recipes/r.yaml")
    return tool
  }

  @Test func `mixes the same files again, with evidence that verifies`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    let first = try tool.run(["mix", "recipes/r.yaml", "-o", "a", "--workers", "1", "--json"])
    #expect(first.status == 0, "\(first.errors)")
    let second = try tool.run(["mix", "recipes/r.yaml", "-o", "b", "--workers", "4"])
    #expect(second.status == 0 && second.output.contains("asked share"))
    var results = [try tool.files(in: "a"), try tool.files(in: "b")]
    for index in results.indices {
      results[index] = results[index].filter {
        !$0.key.hasPrefix("audit") && !$0.key.hasPrefix(".")
      }
    }
    #expect(results[0] == results[1])
    #expect(
      results[0].keys.sorted() == [
        "holdout/notes.jsonl.gz", "holdout/web.jsonl.gz", "report.json",
        "train/train-00000-of-00002.jsonl.gz", "train/train-00001-of-00002.jsonl.gz",
      ]
    )
    let report = String(decoding: results[0]["report.json"] ?? Data(), as: UTF8.self)
    #expect(report.contains("\"filter_runs\":[{\"report_sha256\":\""))
    #expect(report.contains("\"taken\":40"))
    #expect(try tool.run(["audit", "verify", "a/audit.sqlite"]).status == 0)
    let listed = try tool.run(["audit", "list", "--audit", "a/audit.sqlite"])
    #expect(listed.output.contains("two-corpora"))
    let text = try tool.shell("cat a/train/*.gz | gzip --decompress --stdout")
    #expect(text.output.split(separator: "\n").count == 40)
    #expect(
      text.output.contains("{\"id\":\"notes/0/notes.txt\"") || text.output.contains("A row of")
    )
    #expect(!text.output.split(separator: "\n").contains { !$0.contains("\"text\":") })
  }

  @Test func `plans, refuses and replaces`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    let plan = try tool.run(["mix", "recipes/r.yaml", "-o", "a", "--dry-run"])
    #expect(plan.status == 0 && plan.output.contains("web"))
    #expect(!FileManager.default.fileExists(atPath: tool.folder + "/a"))
    #expect(try tool.run(["mix", "recipes/r.yaml", "-o", "a", "-q"]).status == 0)
    let again = try tool.run(["mix", "recipes/r.yaml", "-o", "a", "-q"])
    #expect(again.status == 2 && again.errors.contains("output/exists"))
    let earlier = try tool.files(in: "a")["report.json"]
    try tool.write(Self.recipe.replacing("total: 40", with: "total: 4000"), to: "recipes/big.yaml")
    let short = try tool.run(["mix", "recipes/big.yaml", "-o", "a", "-q", "--overwrite"])
    #expect(short.status == 2 && short.errors.contains("mix/shortage"))
    // What could not be replaced is still there.
    #expect(try tool.files(in: "a")["report.json"] == earlier)
    #expect(try tool.run(["mix", "recipes/r.yaml", "-o", "a", "-q", "--overwrite"]).status == 0)
    #expect(try tool.run(["audit", "verify", "a/audit.sqlite"]).status == 0)
    let foreign = try tool.run(["mix", "recipes/r.yaml", "-o", "filtered", "-q", "--overwrite"])
    #expect(foreign.status == 2 && foreign.errors.contains("output/foreign"))
  }

  @Test func `says where a recipe is wrong and refuses what a filter removed`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    try tool.write(Self.recipe.replacing("weight: 3", with: "wieght: 3"), to: "recipes/bad.yaml")
    let bad = try tool.run(["mix", "recipes/bad.yaml", "-o", "a"])
    #expect(bad.status == 2 && bad.errors.contains("recipes/bad.yaml:8:"))
    #expect(bad.errors.contains("did you mean `weight`?"))
    try tool.write(Self.recipe.replacing("filtered/kept", with: "filtered"), to: "recipes/all.yaml")
    let all = try tool.run(["mix", "recipes/all.yaml", "-o", "a"])
    #expect(all.status == 2 && all.errors.contains("mix/whole-results"))
    try tool.write(
      Self.recipe.replacing("notes.txt, more", with: "more.csv, more"),
      to: "recipes/twice.yaml"
    )
    let twice = try tool.run(["mix", "recipes/twice.yaml", "-o", "a"])
    #expect(twice.status == 2 && twice.errors.contains("mix/same-file"))
    try tool.write("{\"id\": 1}\n", to: "recipes/more.csv.jsonl")
    try tool.write(
      Self.recipe.replacing("more.csv]", with: "more.csv, more.csv.jsonl]"),
      to: "recipes/broken.yaml"
    )
    let broken = try tool.run(["mix", "recipes/broken.yaml", "-o", "b", "--strict", "--json"])
    #expect(broken.status == 2 && broken.output.contains("\"input/missing-field\":1"))
    #expect(try tool.files(in: "b").keys.contains("quarantine.jsonl"))
  }

  @Test func `takes no source that is half there or holds what a mixture set aside`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    #expect(try tool.run(["mix", "recipes/r.yaml", "-o", "a", "-q"]).status == 0)
    func mix(_ path: String) throws -> String {
      let sources = "sources: {web: {paths: [\(path)], repeat: 1}}"
      try tool.write("version: 1\n\(sources)\n", to: "recipes/next.yaml")
      return try tool.run(["mix", "recipes/next.yaml", "--dry-run", "-q"]).errors
    }
    #expect(try mix("../a").contains("mix/whole-results"))
    #expect(try mix("../a/train") == "")
    try FileManager.default.createDirectory(
      atPath: tool.folder + "/a/.mixing",
      withIntermediateDirectories: true
    )
    #expect(try mix("../a/train").contains("mix/unfinished-source"))
    #expect(try mix("../filtered/kept") == "")
    try tool.write("", to: "filtered/.gemma-safety-run")
    #expect(try mix("../filtered/kept/web.jsonl").contains("mix/unfinished-source"))
  }

  @Test func `mixes the example by tokens`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let recipe = CommandLineTool.repository + "/examples/mixture.yaml"
    let result = try tool.run(["mix", recipe, "-o", "out", "--json"])
    #expect(result.status == 0, "\(result.errors)")
    // Counted with Hugging Face's tokenizers.
    for count in [55_361, 7_009, 1_369] { #expect(result.output.contains("\"tokens\":\(count)")) }
  }
}
