import Foundation
import Testing

/// Holds `--help` and the documentation against the commands that there are.
@Suite struct HelpTests {
  /// A command as the argument parser describes it.
  private struct Command: Decodable {
    struct Argument: Decodable {
      struct Name: Decodable {
        var kind: String
        var name: String
      }
      var names: [Name]?
    }
    var commandName: String
    var discussion: String?
    var arguments: [Argument]?
    var subcommands: [Command]?

    var options: Set<String> {
      let names = (arguments ?? []).flatMap { $0.names ?? [] }
      return Set(names.map { ($0.kind == "short" ? "-" : "--") + $0.name })
    }

    /// The command and all below it, by what is typed.
    func all(behind path: String = "") -> [String: Command] {
      let path = path.isEmpty ? commandName : path + " " + commandName
      return (subcommands ?? []).reduce(into: [path: self]) { all, command in
        all.merge(command.all(behind: path)) { old, _ in old }
      }
    }
  }

  private struct Dump: Decodable { var command: Command }

  private func commands() throws -> [String: Command] {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    let dump = try tool.run(["--experimental-dump-help"]).output
    return try JSONDecoder().decode(Dump.self, from: Data(dump.utf8)).command.all()
  }

  @Test func `help gives examples and reads well on eighty columns`() throws {
    for (path, command) in try commands() where command.commandName != "help" {
      let isLeaf = command.subcommands?.isEmpty ?? true
      #expect(!isLeaf || !Self.examples(in: command.discussion ?? "").isEmpty, "\(path)")
      let lines = (command.discussion ?? "").split(
        separator: "\n",
        omittingEmptySubsequences: false
      )
      for (line, next) in zip(lines, lines.dropFirst() + [""]) {
        if line.hasPrefix(" ") {
          #expect(line.count < 80, "\(path): \(line)")
        } else if !line.isEmpty, !line.hasSuffix(":") {
          // A paragraph is one line, which the parser wraps to the terminal's width.
          #expect(next.isEmpty || next.hasPrefix(" "), "\(path): \(line)")
        }
      }
    }
  }

  @Test func `every command of help and documentation is one that there is`() throws {
    let commands = try commands()
    var examples: [(place: String, text: String)] = []
    for (path, command) in commands {
      examples += Self.examples(in: command.discussion ?? "").map { (path, $0) }
    }
    let more = ["policies/README.md", "benchmarks/README.md"]
    for page in try Self.pages() + more {
      examples += Self.examples(in: try Self.text(of: page)).map { (page, $0) }
    }
    #expect(examples.count > 150)
    for example in examples {
      let fault = Self.fault(of: example.text, commands)
      #expect(fault == nil, "\(example.place): \(example.text): \(fault ?? "")")
    }
  }

  @Test func `every command and every option stands in the documentation`() throws {
    let overview = try Self.text(of: "docs/commands.md")
    let words = Set(
      try Self.pages().flatMap { page in
        try Self.text(of: page).split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map(String.init)
      }
    )
    for (path, command) in try commands() where command.commandName != "help" {
      let name = path.split(separator: " ").dropFirst().joined(separator: " ")
      let isLeaf = command.subcommands?.isEmpty ?? true
      #expect(!isLeaf || overview.contains("`\(name)`"), "\(name) is not in docs/commands.md")
      for option in command.options where option.hasPrefix("--") {
        #expect(words.contains(option), "\(path) \(option) is explained nowhere")
      }
    }
  }

  /// README and the pages of `docs/`, by their paths in the repository.
  private static func pages() throws -> [String] {
    let docs = try FileManager.default.subpathsOfDirectory(
      atPath: CommandLineTool.repository + "/docs"
    )
    return ["README.md"] + docs.filter { $0.hasSuffix(".md") }.map { "docs/" + $0 }
  }

  private static func text(of page: String) throws -> String {
    try String(contentsOfFile: CommandLineTool.repository + "/" + page, encoding: .utf8)
  }

  /// The lines that call the program, each with the lines that continue it.
  private static func examples(in text: String) -> [String] {
    text.replacing("\\\n", with: " ").split(separator: "\n").compactMap { line in
      let line = line.drop { $0 == " " || $0 == "$" }
      return line.hasPrefix("gemma-safety ") ? String(line) : nil
    }
  }

  /// The first word that no command or option is called by; nil where there is none.
  private static func fault(of example: String, _ commands: [String: Command]) -> String? {
    let words =
      example.replacing(#/"[^"]*"|'[^']*'/#, with: "TEXT").split(separator: " ").map(String.init)
      .prefix { !["#", "|", ">", "<"].contains($0) }
    var path = "gemma-safety"
    var rest = words.dropFirst()
    while let word = rest.first, commands["\(path) \(word)"] != nil {
      path += " " + word
      rest = rest.dropFirst()
    }
    guard let command = commands[path] else { return path }
    if command.subcommands?.isEmpty == false, let word = rest.first { return word }
    return rest.first { word in
      guard word.hasPrefix("-"), word != "-", Int(word) == nil else { return false }
      return !command.options.contains(String(word.prefix { $0 != "=" }))
    }
  }
}
