import Foundation
import Testing

/// Settings of `gemma-safety.yaml` and of the environment, as the commands follow them.
@Suite(.serialized) struct ConfigCommandTests {
  /// A command that names the value it cannot follow, and the option that goes before the setting.
  struct Case: Sendable {
    var setting: String
    var arguments: String
    var option: String
    /// The variable holds a secret instead of a file's name.
    var isSecret = false

    init(_ setting: String, _ arguments: String, _ option: String, isSecret: Bool = false) {
      (self.setting, self.arguments, self.option) = (setting, arguments, option)
      self.isSecret = isSecret
    }

    var variable: String {
      let name = isSecret ? setting.replacing("-file", with: "") : setting
      return "GEMMA_SAFETY_" + name.uppercased().replacing("-", with: "_")
    }
  }

  private static let server = "--upstream http://127.0.0.1:9"
  private static let cases = [
    Case("model", "generate hello", "--model"),
    Case("guard-policy", "serve --port 0", "--policy"),
    Case("corpus-policy", "filter a.jsonl", "--policy"),
    Case("release-policy", "release check --model weights", "--policy"),
    Case("classifier", "classify hello", "--classifier"),
    Case("data", "evaluate list", "--data"),
    Case("audit", "audit list", "--audit"),
    Case("audit-key", "filter a.jsonl", "--audit-key"),
    Case("card-folder", "card check", "--folder"),
    Case(
      "upstream-key-file",
      "serve --policy default \(server)",
      "--upstream-key-file",
      isSecret: true
    ),
    Case(
      "judge-key-file",
      "evaluate run --suite judged --judge-url http://127.0.0.1:9 --judge-model m",
      "--judge-key-file",
      isSecret: true
    ),
    Case(
      "admin-token-file",
      "serve --policy default --admin-port 0",
      "--admin-token-file",
      isSecret: true
    ),
    Case("seal-key-file", "serve --policy default \(server)", "--seal-key-file", isSecret: true),
  ]
  /// Those that have tests of their own below.
  private static let others: Set<String> = ["home", "precision", "threads", "workers", "color"]

  private func shown(_ tool: CommandLineTool, _ variables: String = "") throws -> [[String: Any]] {
    let result = try tool.shell("\(variables) \"$TOOL\" config show --json")
    #expect(result.status == 0, "\(result.errors)")
    let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let object = try #require(value as? [String: Any])
    #expect(object["format"] as? String == "gemma-safety.config/1")
    return try #require(object["settings"] as? [[String: Any]])
  }

  @Test(arguments: cases)
  func `an option goes before the variable, which goes before the file`(_ one: Case) throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write("{\"text\": \"silver kettle dance\"}\n", to: "a.jsonl")
    try tool.write("\(one.setting): silver-kettle\n", to: "gemma-safety.yaml")
    func said(_ variable: String, _ option: String) throws -> String {
      let set = variable.isEmpty ? "" : "\(one.variable)='\(variable)'"
      let given = option.isEmpty ? "" : "\(one.option) \(option)"
      let result = try tool.shell("\(set) \"$TOOL\" \(one.arguments) \(given)")
      return result.output + result.errors
    }
    #expect(try said("", "").contains("silver-kettle"))
    let variable = try said("copper kettle", "")
    let wanted = one.isSecret ? "at $\(one.variable)" : "copper kettle"
    #expect(variable.contains(wanted) && !variable.contains("silver-kettle"), "\(variable)")
    let option = try said("copper kettle", "iron-kettle")
    #expect(option.contains("iron-kettle") && !option.contains("silver-kettle"), "\(option)")
    #expect(!option.contains(wanted))
  }

  @Test func `has a command that follows it for every setting`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let names = try shown(tool).compactMap { $0["name"] as? String }
    #expect(Set(names) == Set(Self.cases.map(\.setting)).union(Self.others))
    #expect(names.count == Self.cases.count + Self.others.count)
  }

  @Test func `finds shipped files in the folder that the file names`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write("home: kettles\n", to: "gemma-safety.yaml")
    let folder = tool.folder + "/kettles/policies"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try tool.write("version: 7\n", to: "kettles/policies/corpus.yaml")
    let result = try tool.shell("env -u GEMMA_SAFETY_HOME \"$TOOL\" policy show")
    #expect(result.errors.contains("at kettles/policies/corpus.yaml:1"))
  }

  @Test func `lets no other folder stand in for a named one without shipped files`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write("home: nowhere\n", to: "gemma-safety.yaml")
    let result = try tool.shell("env -u GEMMA_SAFETY_HOME \"$TOOL\" policy check default")
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.contains("error[runtime/no-policies]: the setting `home` names a folder"))
    #expect(result.errors.contains("\n  at nowhere\n"), "\(result.errors)")
  }

  @Test func `scores in the precision of the file, and in another where one is given`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let words = ["model", "score", "gemma-demo", "--text", "A kettle sings.", "--json"]
    let plain = try tool.run(words).output
    let rough = try tool.run(words + ["--precision", "q4"]).output
    #expect(plain != rough && !plain.isEmpty)
    try tool.write("precision: q4\nthreads: 1\n", to: "gemma-safety.yaml")
    #expect(try tool.run(words).output == rough)
    #expect(try tool.run(words + ["--precision", "stored"]).output == plain)
  }

  @Test func `computes on the threads of the file, and on others where they are given`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write("threads: 3\n", to: "gemma-safety.yaml")
    let words = ["generate", "hello", "--max-tokens", "2", "-v"]
    #expect(try tool.run(words).errors.contains("on 3 threads"))
    #expect(try tool.run(words + ["--threads", "1"]).errors.contains("on 1 thread\n"))
  }

  @Test func `shows colour where the file says so`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write("color: always\nworkers: 2\n", to: "gemma-safety.yaml")
    #expect(try tool.run(["config", "show"]).output.contains("\u{1B}[1m"))
    #expect(try !tool.run(["config", "show", "--no-color"]).output.contains("\u{1B}"))
    let variable = try tool.shell("GEMMA_SAFETY_COLOR=never \"$TOOL\" config show")
    #expect(!variable.output.contains("\u{1B}"))
  }

  @Test func `shows values and origins in columns that line up`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write("# ours\naudit: logs/audit.sqlite\nthreads: 3\n", to: "gemma-safety.yaml")
    let result = try tool.shell("GEMMA_SAFETY_THREADS=5 \"$TOOL\" config show")
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n").map(String.init)
    let (value, from) = (
      lines[0].range(of: "value")?.lowerBound.utf16Offset(in: lines[0]),
      lines[0].range(of: "from")?.lowerBound.utf16Offset(in: lines[0])
    )
    func cells(_ name: String) -> [String] {
      let line = lines.first { $0.hasPrefix(name + " ") } ?? ""
      guard let value, let from else { return [] }
      let rest = line.dropFirst(value)
      return [rest.prefix(from - value), rest.dropFirst(from - value)].map {
        $0.trimmingCharacters(in: .whitespaces)
      }
    }
    #expect(cells("audit") == ["logs/audit.sqlite", "gemma-safety.yaml:2"])
    #expect(cells("threads") == ["5", "GEMMA_SAFETY_THREADS"])
    #expect(cells("data") == ["benchmark-data", "default"])
    #expect(cells("workers") == ["one for each core", "default"])
    #expect(lines.last == "read from gemma-safety.yaml")
  }

  @Test func `tells origins in JSON, and never a secret`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write("workers: 3\nseal-key-file: seal.key\n", to: "gemma-safety.yaml")
    let settings = try shown(tool, "GEMMA_SAFETY_UPSTREAM_KEY=silver-secret")
    func setting(_ name: String) throws -> [String: Any] {
      try #require(settings.first { $0["name"] as? String == name })
    }
    let workers = try setting("workers")
    #expect(workers["value"] as? Int == 3 && workers["origin"] as? String == "file")
    let place = try #require(workers["place"] as? [String: Any])
    #expect(place["file"] as? String == "gemma-safety.yaml" && place["line"] as? Int == 1)
    #expect(try setting("seal-key-file")["value"] as? String == "seal.key")
    let key = try setting("upstream-key-file")
    #expect(key["value"] is NSNull && key["from"] as? String == "GEMMA_SAFETY_UPSTREAM_KEY")
    #expect(try setting("model")["value"] as? String == "gemma-demo")
    let text = try tool.shell("GEMMA_SAFETY_UPSTREAM_KEY=silver-secret \"$TOOL\" config show")
    #expect(text.output.contains("not shown") && !text.output.contains("silver-secret"))
  }

  @Test func `finds the file above up to the repository, and another where one is named`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let deep = tool.folder + "/a/b"
    try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
    try tool.write("audit: logs/audit.sqlite\n", to: "gemma-safety.yaml")
    #expect(
      try tool.shell("cd a/b && \"$TOOL\" config show").output
        .contains("no gemma-safety.yaml was found")
    )
    try FileManager.default.createDirectory(
      atPath: tool.folder + "/.git",
      withIntermediateDirectories: true
    )
    let found = try tool.shell("cd a/b && \"$TOOL\" config show").output
    #expect(found.contains("../../logs/audit.sqlite"))
    #expect(found.contains("../../gemma-safety.yaml:1"))
    try tool.write("audit: other.sqlite\n", to: "a/other.yaml")
    let named = try tool.shell("GEMMA_SAFETY_CONFIG=a/other.yaml \"$TOOL\" config show").output
    #expect(named.contains("a/other.sqlite") && named.contains("a/other.yaml:1"))
    let none = try tool.shell("GEMMA_SAFETY_CONFIG= \"$TOOL\" config show").output
    #expect(none.contains("no gemma-safety.yaml was found"))
    #expect(try tool.shell("GEMMA_SAFETY_CONFIG=kettle.yaml \"$TOOL\" config show").status == 64)
  }

  @Test(arguments: [
    ["config", "show"], ["filter", "a.jsonl"], ["audit", "list"], ["doctor"],
    ["generate", "hello"], ["policy", "check", "default"],
  ])
  func `a file that is wrong stops every command, but help`(arguments: [String]) throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write("audit: a.sqlite\ngard-policy: strict\n", to: "gemma-safety.yaml")
    let result = try tool.run(arguments)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(
      result.errors == "error[config/unknown-key]: unknown key `gard-policy`\n"
        + "  at gemma-safety.yaml:2:1\nhint: did you mean `guard-policy`?\n"
    )
    #expect(try tool.run(arguments + ["--help"]).status == 0)
    #expect(try tool.shell("GEMMA_SAFETY_CONFIG= \"$TOOL\" config show").status == 0)
  }

  @Test func `a folder or a link to nowhere in the file's place stops commands too`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let path = tool.folder + "/gemma-safety.yaml"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    #expect(try tool.run(["config", "show"]).status == 64)
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "nowhere")
    let result = try tool.run(["config", "show"])
    #expect(result.status == 64 && result.errors.contains("error[runtime/unreadable]"))
  }

  @Test func `waits for no pipe in the file's place, and reads no file without an end`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let pipe = try tool.shell("mkfifo gemma-safety.yaml && timeout 20 \"$TOOL\" config show")
    #expect(pipe.status == 64 && pipe.errors.contains("error[config/no-file]"), "\(pipe.errors)")
    let zeros = try tool.shell(
      "GEMMA_SAFETY_CONFIG=/dev/zero timeout 20 \"$TOOL\" config show"
    )
    #expect(zeros.status == 64 && zeros.errors.contains("error[runtime/too-large]"))
  }

  @Test func `guards answers by the policy of the file, unless told not to`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write("guard-policy: strict\naudit: all.sqlite\n", to: "gemma-safety.yaml")
    let words = ["generate", "What is a kettle?", "--max-tokens", "2", "--json"]
    let guarded = try tool.run(words)
    #expect(guarded.output.contains("\"format\":\"gemma-safety.guarded-generation/1\""))
    #expect(FileManager.default.fileExists(atPath: tool.folder + "/all.sqlite"))
    #expect(try tool.run(["review", "list"]).status != 2)
    let bare = try tool.run(words + ["--no-policy"])
    #expect(bare.output.contains("\"format\": \"gemma-safety.generation/1\""))
    let tokens = try tool.run(["generate", "--token-ids", "2,3", "--max-tokens", "1"])
    #expect(tokens.status == 64)
    #expect(tokens.errors.contains("--token-ids goes with --no-policy alone: gemma-safety.yaml:1"))
  }
}
