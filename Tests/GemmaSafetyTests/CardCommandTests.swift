import AuditLog
import Foundation
import SafetyCore
import Testing

/// Cards as a person makes, checks and compares them.
@Suite struct CardCommandTests {
  private var model: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path + "/models/gemma-demo"
  }

  @Test func `makes a card, makes it again byte for byte, and proves it without the log`() throws {
    let tool = try CommandLineTool.withFigures()
    defer { tool.remove() }
    let made = try tool.run(CommandLineTool.generate("--model", model, "--json"))
    #expect(made.status == 0, "\(made.errors)")
    #expect(try made.object()["figures"] as? Int == 3)
    let first = try tool.files(in: "model-card")
    #expect(first.count >= 9)
    let again = try tool.run(CommandLineTool.generate("--model", model, "-q"))
    #expect(again.status == 0)
    #expect(try tool.files(in: "model-card") == first)

    try FileManager.default.removeItem(atPath: tool.folder + "/audit.sqlite")
    let card = "model-card/README.md"
    let verified = try tool.run(["card", "verify", card, "--key", "a.key.pub", "--json"])
    #expect(verified.status == 0, "\(verified.output)")
    let layout = try verified.object()["layout"] as? Int
    #expect(try layout != nil && layout == verified.object()["program_layout"] as? Int)
    #expect(try tool.run(["card", "verify", card]).status == 3)
    let text = try String(contentsOfFile: "\(tool.folder)/\(card)", encoding: .utf8)
    #expect(text.contains("| Architecture | gemma3"))
    try tool.write(text.replacingOccurrences(of: "| 40.00 (", with: "| 90.00 ("), to: card)
    let edited = try tool.run(["card", "verify", card, "--key", "a.key.pub"])
    #expect(edited.status == 1)
    #expect(edited.output.contains("row `TruthfulQA`, column `gemma-demo`"))

    let relaid = try tool.run([
      "card", "generate", "--evidence", "model-card/card.evidence.json", "--out", "again", "-q",
    ])
    #expect(relaid.status == 0, "\(relaid.errors)")
    #expect(try tool.files(in: "again") == first)
  }

  /// Signs another layout and another text of a block, as a version with that layout would have.
  private func sign(_ tool: CommandLineTool, _ old: String, _ new: String) throws {
    let file = "model-card/card.evidence.json"
    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(tool.folder)/\(file)"))
    var bundle = try EvidenceBundle(parsing: Array(bytes), file: file)
    var about = try #require(bundle.about?.members)
    var card = try #require(about["card"]?.members)
    guard case .string(let manifest)? = card["manifest"] else {
      Issue.record("no manifest")
      return
    }
    let text = try SignedNote(parsing: Array(manifest.utf8)).text
      .replacingOccurrences(of: "\nlayout 3\n", with: "\nlayout 99\n")
      .replacingOccurrences(of: Digest.sha256(old.utf8).hex, with: Digest.sha256(new.utf8).hex)
    let signer = try KeyFile.signer(at: tool.folder + "/a.key")
    card["manifest"] = .string(try SignedNote(text: text).signed(by: signer).encoded)
    about["card"] = .object(card)
    bundle.about = .object(about)
    try tool.write(String(decoding: bundle.value.canonicalJSON, as: UTF8.self), to: file)
  }

  @Test func `names the parts of a card that another version wrote`() throws {
    let tool = try CommandLineTool.withFigures()
    defer { tool.remove() }
    #expect(try tool.run(CommandLineTool.generate("-q")).status == 0)
    let card = "\(tool.folder)/model-card/README.md"
    let text = try String(contentsOfFile: card, encoding: .utf8)
    let mark = try #require(text.range(of: "<!-- gemma-safety:auto safety sha256="))
    let start = try #require(text.range(of: "-->\n", range: mark.upperBound..<text.endIndex))
    let end = try #require(text.range(of: "\n<!-- gemma-safety:end safety -->"))
    let old = String(text[start.upperBound..<end.lowerBound])
    let new = old.replacingOccurrences(of: "| 40.00 (", with: "| 40.0 (")
    #expect(old != new)
    try tool.write(text.replacingOccurrences(of: old, with: new), to: "model-card/README.md")
    let words = ["card", "verify", "model-card", "--key", "a.key.pub"]
    let edited = try tool.run(words)
    #expect(edited.status == 1 && !edited.output.contains("other layout"), "\(edited.output)")

    try sign(tool, old, new)
    let other = try tool.run(words)
    #expect(other.status == 2 && other.output.hasPrefix("incomplete: "), "\(other.output)")
    #expect(other.output.contains(" 0 differ, 1 part in another layout\n"))
    #expect(other.output.contains("other layout  `safety`: as it was signed"))
    #expect(other.output.contains("the card says `40.0 ("))
    let unkeyed = try tool.run(["card", "verify", "model-card"])
    #expect(unkeyed.status == 1 && unkeyed.output.contains("layout        signed by no key given"))
    let worse = new.replacingOccurrences(of: "40.0 (", with: "90.0 (")
    try tool.write(text.replacingOccurrences(of: old, with: worse), to: "model-card/README.md")
    let changed = try tool.run(words)
    #expect(changed.status == 1 && changed.output.contains("row `TruthfulQA`"))
  }

  @Test func `stops at an edited block and keeps a person's words`() throws {
    let tool = try CommandLineTool.withFigures()
    defer { tool.remove() }
    #expect(try tool.run(CommandLineTool.generate("-q")).status == 0)
    let card = "\(tool.folder)/model-card/README.md"
    let text = try String(contentsOfFile: card, encoding: .utf8)
    let mine = text.replacingOccurrences(of: "## Known Gaps", with: "Mine.\n\n## Known Gaps")
    try tool.write(mine, to: "model-card/README.md")
    #expect(try tool.run(CommandLineTool.generate("-q")).status == 0)
    #expect(try String(contentsOfFile: card, encoding: .utf8) == mine)
    try tool.write(
      mine.replacingOccurrences(of: "| Winogender |", with: "| Winogenders |"),
      to: "model-card/README.md"
    )
    let stopped = try tool.run(CommandLineTool.generate())
    #expect(stopped.status == 1)
    #expect(stopped.errors.contains("error[card/edited-block]"))
    #expect(stopped.errors.contains("  - | Winogenders |"))
    #expect(try tool.run(CommandLineTool.generate("--fresh", "-q")).status == 0)
    #expect(try String(contentsOfFile: card, encoding: .utf8) == text)
  }

  @Test func `writes nothing under a dry run`() throws {
    let tool = try CommandLineTool.withFigures()
    defer { tool.remove() }
    let before = try Data(contentsOf: URL(fileURLWithPath: tool.folder + "/audit.sqlite"))
    let tried = try tool.run(CommandLineTool.generate("--model", model, "--dry-run"))
    #expect(tried.status == 0 && tried.output.contains("would make"))
    #expect(!tried.errors.contains("no figure is of"))
    let named = try tool.run(CommandLineTool.generate("--model", "kettle=\(model)", "--dry-run"))
    #expect(named.errors.contains("no figure is of `kettle`, and figures are of `gemma-demo`"))
    #expect(!FileManager.default.fileExists(atPath: tool.folder + "/model-card"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: tool.folder + "/audit.sqlite")) == before)
  }

  @Test func `checks schemes and compares cards`() throws {
    let tool = try CommandLineTool.withFigures()
    defer { tool.remove() }
    let words = ["card", "check", "--audit", "audit.sqlite", "--profile"]
    let gemma = try tool.run(words + ["gemma", "--json"])
    #expect(gemma.status == 1)
    let profile = try #require((gemma.object()["profiles"] as? [[String: Any]])?.first)
    let fields = try #require(profile["fields"] as? [[String: Any]])
    let states = Set(fields.compactMap { $0["state"] as? String })
    #expect(states == ["automatic", "missing"])
    #expect(try tool.run(words + ["kettle"]).status == 64)
    let stranger = try tool.run(words + ["datasheet"])
    #expect(stranger.status == 1 && stranger.output.split(separator: "\n").count == 2)
    #expect(stranger.output.contains("incomplete: the scheme is for a dataset"))
    let counted = try tool.run(words + ["gemma"])
    #expect(counted.output.contains("fields stand open: "), "\(counted.output)")

    #expect(try tool.run(CommandLineTool.generate("--out", "old", "-q")).status == 0)
    #expect(try tool.run(["card", "diff", "old/README.md", "old/README.md"]).status == 0)
    let card = "\(tool.folder)/old/README.md"
    let text = try String(contentsOfFile: card, encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let less = lines.filter { !$0.hasPrefix("| Winogender |") }.joined(separator: "\n")
    try tool.write(less, to: "new.md")
    let lost = try tool.run(["card", "diff", "old/README.md", "new.md"])
    #expect(lost.status == 1 && lost.output.contains("Evaluation Results: Winogender"))
    #expect(lost.output.hasPrefix("the newer card has no longer: "), "\(lost.output)")
    let changed = text.replacingOccurrences(of: "| 41.00 (31.00", with: "| 42.50 (31.00")
    try tool.write(changed, to: "new.md")
    let moved = try tool.run(["card", "diff", "old/README.md", "new.md"])
    #expect(moved.status == 0 && moved.output.hasPrefix("nothing was lost\n"), "\(moved.output)")
    #expect(moved.output.contains("\n  Evaluation Results\n"))
    #expect(moved.output.contains("42.50 (31.00 to 52.00)       +1.50  overlapping"))
  }

  @Test func `removes results of an earlier card, and verifies what lies beside the card`() throws {
    let other = EvaluationSubject(
      model: "kettle",
      modelSHA256: Digest.sha256([5]),
      dataSHA256: Digest.sha256([1]),
      protocolSHA256: Digest.sha256([2]),
      seed: 0,
      harness: "gemma-safety"
    )
    let figure = MetricEvent(
      run: "e1",
      benchmark: "winogender",
      metric: "accuracy",
      value: "0.60",
      interval: nil,
      count: 400,
      direction: .higher,
      subject: other
    )
    let tool = try CommandLineTool.withFigures([figure.record])
    defer { tool.remove() }
    let head = "kind: model\nname: \"gemma-demo\"\n"
    try tool.write(head + "models: [gemma-demo]\n", to: "card/card.yaml")
    #expect(try tool.run(CommandLineTool.generate("-q")).status == 0)
    let form = "model-card/model-card.mct.json"
    let text = try String(contentsOfFile: "\(tool.folder)/\(form)", encoding: .utf8)
    let words = ["card", "verify", "model-card/README.md", "--key", "a.key.pub"]
    #expect(try tool.run(words).status == 0)
    try tool.write(text.replacingOccurrences(of: "\"0.40\"", with: "\"0.90\""), to: form)
    let edited = try tool.run(words)
    #expect(edited.status == 1 && edited.output.contains("`model-card.mct.json`, row `line "))
    let page = try tool.run(["card", "verify", "model-card/model-card.html"])
    #expect(page.status == 2 && page.errors.contains("name the README.md"))

    let stale = ".eval_results/truthfulqa-mc1-default.yaml"
    let mine = ".eval_results/crows-pairs-default.yaml"
    try tool.write("- mine\n", to: "model-card/\(mine)")
    try tool.write(head + "models: [kettle]\n", to: "card/card.yaml")
    let tried = try tool.run(CommandLineTool.generate("--dry-run"))
    #expect(tried.output.contains("would be removed"))
    #expect(FileManager.default.fileExists(atPath: "\(tool.folder)/model-card/\(stale)"))
    let made = try tool.run(CommandLineTool.generate("--json"))
    #expect(try made.object()["removed"] as? [String] == [stale])
    #expect(made.errors.contains("`model-card/\(mine)` is not of this card"))
    #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/model-card/\(stale)"))
    #expect(FileManager.default.fileExists(atPath: "\(tool.folder)/model-card/\(mine)"))
    let verified = try tool.run(words)
    #expect(verified.status == 1 && verified.output.contains("`\(mine)`"))
  }

  @Test func `keeps every character of a name, and refuses those that no name has`() throws {
    let tool = try CommandLineTool.withFigures()
    defer { tool.remove() }
    let settings = tool.folder + "/card/card.yaml"
    try FileManager.default.removeItem(atPath: settings)
    #expect(try tool.run(["card", "init", "--name", "a\\b \"c\"", "-q"]).status == 0)
    let made = try tool.run(CommandLineTool.generate("--dry-run", "--json"))
    #expect(try made.object()["name"] as? String == "a\\b \"c\"")
    try FileManager.default.removeItem(atPath: settings)
    let refused = try tool.run(["card", "init", "--name", "a\nb"])
    #expect(refused.status == 2 && refused.errors.contains("card/control-character"))
    #expect(!FileManager.default.fileExists(atPath: settings))
  }

  @Test func `names wrong settings with their line`() throws {
    let tool = try CommandLineTool.withFigures()
    defer { tool.remove() }
    try tool.write("kind: model\nname: \"a\"\nlicence: mit\n", to: "card/card.yaml")
    let wrong = try tool.run(CommandLineTool.generate())
    #expect(wrong.status == 2)
    #expect(wrong.errors.contains("error[card/unknown-key]: unknown key `licence`"))
    #expect(wrong.errors.contains("at card/card.yaml:3:1"))
    #expect(wrong.errors.contains("did you mean `license`?"))
    let both = try tool.run(["card", "generate", "--evidence", "a", "--model", "b"])
    #expect(both.status == 64)
  }
}
