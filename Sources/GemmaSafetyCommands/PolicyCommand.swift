import ArgumentParser
import SafetyPolicy
import SafetyRuntime

struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "Check and show policy files.",
    subcommands: [Check.self, Show.self]
  )

  /// Reads a policy file, or the shipped `corpus.yaml`.
  static func load(_ path: String?) throws -> CorpusPolicy {
    let file = try path ?? PolicyFolder.find() + "/corpus.yaml"
    var parser = CorpusPolicyParser(catalog: DetectorCatalog.descriptors)
    return try parser.parse(try InputFile.text(file), file: file)
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say what is wrong with a policy.")
    @Argument(help: "A policy file.") var file: String

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
}
