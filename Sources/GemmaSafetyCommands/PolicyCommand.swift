import ArgumentParser
import Glibc
import SafetyCore
import SafetyPolicy
import SafetyRuntime

struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "Check and show policy files.",
    subcommands: [Check.self, Show.self, Diff.self]
  )

  /// Reads a policy file, a shipped recipe by its name, or the shipped `corpus.yaml`.
  static func load(_ path: String?, lexicons: [String] = []) throws -> CorpusPolicy {
    let file = try resolve(path)
    var parser = CorpusPolicyParser(catalog: DetectorCatalog.descriptors)
    let policy = try parser.parse(try InputFile.text(file), file: file)
    return try PolicySeal.seal(policy, lexicons: lexicons)
  }

  private static func resolve(_ path: String?) throws -> String {
    guard let path else { return try PolicyFolder.find() + "/corpus.yaml" }
    guard !path.contains("/"), !path.hasSuffix(".yaml"), !path.hasSuffix(".yml") else {
      return path
    }
    let recipe = try PolicyFolder.find() + "/recipes/\(path).yaml"
    return access(recipe, R_OK) == 0 ? recipe : path
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say what is wrong with a policy.")
    @Argument(help: "A policy file or the name of a recipe.") var file: String

    func run() throws {
      try GemmaSafety.reporting {
        let policy = try PolicyCommand.load(file)
        let acting = policy.rules.count { $0 != nil }
        print("\(file): valid, \(policy.rules.count) rules measured, \(acting) decide")
        print("sha256:\(policy.digest.hex)")
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the canonical form of a policy, from which its digest is computed."
    )
    @Argument(help: "A policy file; the shipped corpus policy without one.") var file: String?

    func run() throws {
      try GemmaSafety.reporting {
        let policy = try PolicyCommand.load(file)
        print(String(decoding: policy.canonicalForm.canonicalJSON, as: UTF8.self))
      }
    }
  }

  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Name every difference between two policies: 0 none, 1 some."
    )
    @Argument(help: "A policy file or the name of a recipe.") var left: String
    @Argument(help: "Another; the shipped corpus policy without one.") var right: String?

    func run() throws {
      var isSame = true
      try GemmaSafety.reporting {
        let before = Self.leaves(of: try PolicyCommand.load(left).canonicalForm)
        let after = Self.leaves(of: try PolicyCommand.load(right).canonicalForm)
        for path in Set(before.keys).union(after.keys).sorted() where path != "name" {
          guard before[path] != after[path] else { continue }
          isSame = false
          print("\(path): \(before[path] ?? "absent") → \(after[path] ?? "absent")")
        }
      }
      if !isSame { throw ExitCode(1) }
    }

    /// Every value by the path of keys that leads to it.
    private static func leaves(
      of value: CanonicalValue,
      under path: String = ""
    ) -> [String: String] {
      guard case .object(let members) = value else {
        return [path: String(decoding: value.canonicalJSON, as: UTF8.self)]
      }
      var leaves: [String: String] = [:]
      for (key, member) in members {
        let place = path.isEmpty ? key : "\(path) · \(key)"
        leaves.merge(Self.leaves(of: member, under: place)) { first, _ in first }
      }
      return leaves
    }
  }
}
