import ArgumentParser
import Diagnostics
import Glibc
import SafetyCore
import SafetyPolicy
import SafetyRuntime

struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "Check, show and compare policies.",
    discussion: """
      A policy is a file, or a shipped recipe by its name: gopher-paper, c4, fineweb.

      Examples:
        gemma-safety policy check my-policy.yaml
        gemma-safety policy show fineweb
        gemma-safety policy diff gopher-paper my-policy.yaml
      """,
    subcommands: [
      PolicyCheckCommand.self, PolicyShowCommand.self, PolicyDiffCommand.self,
      PolicyRulesCommand.self,
    ]
  )

  /// Reads a policy file, a shipped recipe by its name, or the shipped `corpus.yaml`.
  static func load(
    _ path: String?,
    lexicons: [String] = [],
    auditSample: Double? = nil
  ) throws -> CorpusPolicy {
    try PolicyFile.read(try resolve(path), lexicons: lexicons, auditSample: auditSample)
  }

  private static func resolve(_ path: String?) throws -> String {
    guard let path else { return try PolicyFolder.find() + "/corpus.yaml" }
    guard !path.contains("/"), !path.hasSuffix(".yaml"), !path.hasSuffix(".yml") else {
      return path
    }
    let recipe = try PolicyFolder.find() + "/recipes/\(path).yaml"
    if access(recipe, R_OK) == 0 { return recipe }
    guard access(path, F_OK) != 0 else { return path }
    let recipes = try PolicyFolder.recipes()
    let guess = nearest(to: path, among: recipes)
    throw Diagnostic(
      "policy/unknown-recipe",
      "neither a file nor a recipe is called `\(path)`",
      hint: guess.map { "did you mean `\($0)`?" }
        ?? "recipes are \(recipes.joined(separator: ", "))"
    )
  }
}
