import Diagnostics
import GenerationGuard
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
  let kind: Kind

  /// - Parameter name: A file, a shipped policy, or - for standard input; nil for the shipped
  ///   `corpus.yaml`.
  /// - Throws: `policy/unknown-policy`, and what reading throws.
  init(_ name: String?) throws {
    self.name = name ?? "corpus"
    if name == "-" {
      file = "standard input"
      text = try PromptText.read("-")
    } else {
      file =
        try name.map { try PolicyFolder.path(of: $0, among: .all) }
        ?? PolicyFolder.find() + "/corpus.yaml"
      text = try InputFile.text(file)
    }
    kind =
      GuardPolicyParser.isGuardPolicy(text)
      ? .guarded : ReleasePolicyParser.isReleasePolicy(text) ? .release : .corpus
  }

  func corpus(
    lexicons: [String] = [],
    auditSample: Double? = nil,
    data: String? = nil
  ) throws -> CorpusPolicy {
    switch kind {
    case .release: throw misplaced
    case .guarded:
      throw Diagnostic(
        "policy/no-corpus-policy",
        "`\(name)` is a policy of the guard, not a corpus policy",
        hint: "`gemma-safety serve`, `chat` and `generate` take it"
      )
    case .corpus:
      return try PolicyFile.parse(
        text,
        file: file,
        lexicons: lexicons,
        auditSample: auditSample,
        data: data
      )
    }
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
}
