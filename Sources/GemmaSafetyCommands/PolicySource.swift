import Diagnostics
import GenerationGuard
import Glibc
import ReleaseGate
import SafetyPolicy
import SafetyRuntime

/// A policy as a command names it, read once, whoever is to follow it.
struct PolicySource {
  /// What a policy is about.
  enum Kind {
    case corpus
    case guarded
    case release
  }

  /// As it was typed.
  let name: String
  /// For places of problems.
  let file: String
  let text: String

  /// - Parameter name: A file, a shipped policy, or - for standard input; nil for the shipped
  ///   `corpus.yaml`.
  /// - Throws: `policy/unknown-recipe`, and what reading throws.
  init(_ name: String?) throws {
    self.name = name ?? "corpus"
    guard name != "-" else {
      file = "standard input"
      text = try PromptText.read("-")
      return
    }
    file = try Self.path(of: name)
    text = try InputFile.text(file)
  }

  var kind: Kind {
    if GuardPolicyParser.isGuardPolicy(text) { return .guarded }
    return ReleasePolicyParser.isReleasePolicy(text) ? .release : .corpus
  }

  func corpus(
    lexicons: [String] = [],
    auditSample: Double? = nil,
    data: String? = nil
  ) throws -> CorpusPolicy {
    guard kind != .release else { throw misplaced }
    return try PolicyFile.parse(
      text,
      file: file,
      lexicons: lexicons,
      auditSample: auditSample,
      data: data
    )
  }

  /// The policy of a guard; a corpus policy has no tests and explains no text.
  func program() throws -> GuardProgram {
    switch kind {
    case .guarded: return try GuardPolicyFile.compile(text, file: file)
    case .release: throw misplaced
    case .corpus:
      throw Diagnostic(
        "policy/no-guard-policy",
        "`\(name)` is a corpus policy, not a policy of the guard",
        hint: "a guard policy begins with `schema: \(GuardPolicy.schema)`"
      )
    }
  }

  func release() throws -> ReleasePolicy {
    var parser = ReleasePolicyParser()
    return try parser.parse(text, file: file)
  }

  private var misplaced: Diagnostic {
    Diagnostic(
      "policy/release-policy",
      "`\(name)` is a policy of releases, which says nothing about texts",
      hint: "`gemma-safety release check --policy` reads it, `gemma-safety policy check` checks it"
    )
  }

  private static func path(of name: String?) throws -> String {
    guard let name else { return try PolicyFolder.find() + "/corpus.yaml" }
    guard !name.contains("/"), !name.hasSuffix(".yaml"), !name.hasSuffix(".yml") else {
      return name
    }
    let recipe = try PolicyFolder.find() + "/recipes/\(name).yaml"
    if access(recipe, R_OK) == 0 { return recipe }
    let shipped = try PolicyFolder.find() + "/\(name).yaml"
    if access(shipped, R_OK) == 0, access(name, F_OK) != 0 { return shipped }
    guard access(name, F_OK) != 0 else { return name }
    let recipes = try PolicyFolder.recipes() + PolicyFolder.purposes + PolicyFolder.guardPolicies
    let guess = nearest(to: name, among: recipes)
    throw Diagnostic(
      "policy/unknown-recipe",
      "neither a file nor a shipped policy is called `\(name)`",
      hint: guess.map { "did you mean `\($0)`?" }
        ?? "shipped are \(recipes.joined(separator: ", "))"
    )
  }
}
