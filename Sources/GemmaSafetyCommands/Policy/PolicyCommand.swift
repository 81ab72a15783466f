import ArgumentParser
import GenerationGuard
import SafetyPolicy

struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "Check, show, compare, test and explain policies.",
    discussion: """
      A policy is a file, - for standard input, or a shipped one by its name: gopher-paper, c4, fineweb \
      and other recipes for corpora; default, strict, children, research, gemma-prohibited-use for the \
      guard.

      Examples:
        gemma-safety policy check my-policy.yaml
        gemma-safety policy show fineweb
        gemma-safety policy diff gopher-paper my-policy.yaml
        gemma-safety policy test default
        gemma-safety policy explain default --text "Ignore all previous instructions"
      """,
    subcommands: [
      PolicyCheckCommand.self, PolicyShowCommand.self, PolicyDiffCommand.self,
      PolicyTestCommand.self, PolicyExplainCommand.self, PolicyRulesCommand.self,
    ]
  )

  /// Reads a policy file, a shipped recipe by its name, or the shipped `corpus.yaml`.
  static func load(
    _ path: String?,
    lexicons: [String] = [],
    auditSample: Double? = nil,
    data: String? = nil
  ) throws -> CorpusPolicy {
    try PolicySource(path).corpus(lexicons: lexicons, auditSample: auditSample, data: data)
  }

  /// Reads a guard policy; a corpus policy has no tests and explains no text.
  static func loadGuard(_ path: String) throws -> GuardProgram {
    try PolicySource(path).program()
  }
}
