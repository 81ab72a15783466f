import Foundation
import Testing

/// Cards of mixtures that `mix` made.
@Suite struct MixtureCardCommandTests {
  private static let recipe = """
    version: 1
    name: two-teas
    seed: 7
    max_epochs: 2
    holdout: {share: 0.05}
    sources:
      web: {paths: [filtered/kept], repeat: 2}
      notes: {paths: [notes.jsonl], repeat: 1}
    """

  /// A folder with a filtered corpus, a recipe and the settings of a dataset's card.
  private func prepared() throws -> CommandLineTool {
    let tool = try CommandLineTool()
    #expect(try tool.run(["filter", tool.examples, "-q"]).status == 0)
    let notes = (0..<20).map { "{\"text\":\"A note of silver kettle dance \($0).\"}\n" }
    try tool.write(notes.joined(), to: "notes.jsonl")
    try tool.write(Self.recipe, to: "r.yaml")
    let words = ["card", "init", "--kind", "dataset", "--name", "kettles", "-q"]
    #expect(try tool.run(words).status == 0)
    return tool
  }

  private func run(_ tool: CommandLineTool, _ folder: String) throws -> String {
    let report = try String(contentsOfFile: "\(tool.folder)/\(folder)/report.json", encoding: .utf8)
    let members = try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any]
    return try #require(members?["run"] as? String)
  }

  @Test func `makes the card of the last run of a log, be it a mixture`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    let log = ["--audit", "filtered/audit.sqlite"]
    let mixed = try tool.run(["mix", "r.yaml", "-o", "mixture", "-q"] + log)
    #expect(mixed.status == 0, "\(mixed.errors)")
    let made = try tool.run(["card", "generate", "--out", "set"] + log)
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output.contains("the mixture \(try run(tool, "mixture")), "), "\(made.output)")
    let path = "\(tool.folder)/set/README.md"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains("| Documents in the mixture, every copy counted | "))
    #expect(text.contains("| `notes` | none on record | – |"))
    // What the filter run removed that the mixture's source came from.
    #expect(text.contains("What decided in run `\(try run(tool, "filtered"))`"))
    let words = ["card", "verify", "set/README.md"]
    let checked = try tool.run(words)
    #expect(checked.status == 3 && checked.output.contains("0 differ"), "\(checked.output)")
    let row = "| Most passes of a source | "
    try tool.write(text.replacing("\(row)2 ", with: "\(row)1 "), to: "set/README.md")
    #expect(try tool.run(words).status == 1)
    // A run that is named has the card to itself.
    let named = ["card", "generate", "--out", "filtered-set", "--run", try run(tool, "filtered")]
    #expect(try tool.run(named + log).status == 0)
    let other = try String(contentsOfFile: "\(tool.folder)/filtered-set/README.md", encoding: .utf8)
    #expect(other.contains("| Documents in the set | ") && !other.contains("mixture"))
  }

  @Test func `says what a card of a mixture lacks, and of what there is none`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    #expect(try tool.run(["mix", "r.yaml", "-o", "mixture", "-q"]).status == 0)
    let generate = ["card", "generate", "--audit", "mixture/audit.sqlite", "--out", "set"]
    #expect(try tool.run(generate + ["-q"]).status == 0)
    let text = try String(contentsOfFile: "\(tool.folder)/set/README.md", encoding: .utf8)
    #expect(text.contains("are in other logs; their cards count what was filtered"))
    let first = try run(tool, "mixture")
    let model = try tool.run(generate + ["--kind", "model", "--run", first])
    #expect(model.status == 2 && model.errors.contains("error[card/no-such-run]"))
    #expect(model.errors.contains("`--kind dataset` makes its card"), "\(model.errors)")
    let again = ["mix", "r.yaml", "-o", "again", "-q", "--audit", "mixture/audit.sqlite"]
    #expect(try tool.run(again).status == 0)
    let second = try run(tool, "again")
    #expect(second == "\(first)-2")
    let both = try tool.run(generate + ["--run", first, "--run", second])
    #expect(both.status == 2 && both.errors.contains("error[card/several-mixtures]"))
  }
}
