import ArgumentParser
import Diagnostics
import GenerationGuard
import Glibc
import SafetyCore
import SafetyPolicy
import SafetyRuntime

struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "Check, show, compare, test and explain policies.",
    discussion: """
      A policy is a file, or a shipped one by its name: gopher-paper, c4, fineweb for corpora; \
      default, strict, children, research, gemma-prohibited-use for the guard.

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
    try PolicyFile.read(try resolve(path), lexicons: lexicons, auditSample: auditSample, data: data)
  }

  /// Whether a policy is one of the guard's.
  static func isGuardPolicy(_ path: String?) throws -> Bool {
    guard let path else { return false }
    return try GuardPolicyFile.isGuardPolicy(try resolve(path))
  }

  /// Reads a guard policy; a corpus policy has no tests and explains no text.
  static func loadGuard(_ path: String) throws -> GuardProgram {
    let file = try resolve(path)
    guard try GuardPolicyFile.isGuardPolicy(file) else {
      throw Diagnostic(
        "policy/no-guard-policy",
        "`\(path)` is a corpus policy, not a policy of the guard",
        hint: "a guard policy begins with `schema: \(GuardPolicy.schema)`"
      )
    }
    return try GuardPolicyFile.read(file)
  }

  private static func resolve(_ path: String?) throws -> String {
    guard let path else { return try PolicyFolder.find() + "/corpus.yaml" }
    guard !path.contains("/"), !path.hasSuffix(".yaml"), !path.hasSuffix(".yml") else {
      return path
    }
    let recipe = try PolicyFolder.find() + "/recipes/\(path).yaml"
    if access(recipe, R_OK) == 0 { return recipe }
    let shipped = try PolicyFolder.find() + "/\(path).yaml"
    if access(shipped, R_OK) == 0, access(path, F_OK) != 0 { return shipped }
    guard access(path, F_OK) != 0 else { return path }
    let recipes = try PolicyFolder.recipes() + PolicyFolder.purposes + PolicyFolder.guardPolicies
    let guess = nearest(to: path, among: recipes)
    throw Diagnostic(
      "policy/unknown-recipe",
      "neither a file nor a shipped policy is called `\(path)`",
      hint: guess.map { "did you mean `\($0)`?" }
        ?? "shipped are \(recipes.joined(separator: ", "))"
    )
  }
}
