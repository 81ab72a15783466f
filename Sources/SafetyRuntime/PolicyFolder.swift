import CorpusFiltering
import Diagnostics
import Glibc

/// Finds the shipped policies wherever the binary was put.
package enum PolicyFolder {
  /// `policies` of the setting `home`; where nobody set one, `policies` or
  /// `share/gemma-safety/policies` in the binary's folder or one above it.
  package static func find() throws -> String {
    if let home = Settings.current[.home] { return try find(in: home) }
    var candidates: [String] = []
    var parts = executablePath().split(separator: "/").dropLast()
    while !parts.isEmpty {
      let folder = "/" + parts.joined(separator: "/")
      candidates += [folder + "/share/gemma-safety/policies", folder + "/policies"]
      parts = parts.dropLast()
    }
    if let found = candidates.first(where: holdsPolicies) { return found }
    throw Diagnostic(
      "runtime/no-policies",
      "the shipped policies were not found",
      hint: "set GEMMA_SAFETY_HOME to the folder that holds `policies/`, or pass --policy FILE"
    )
  }

  /// No other folder stands in for one that was named: its policies may be the milder ones.
  private static func find(in home: String) throws -> String {
    let path = home + "/policies"
    guard holdsPolicies(path) else {
      throw Diagnostic(
        "runtime/no-policies",
        "the setting `home` names a folder without `policies/corpus.yaml`",
        at: .init(file: home),
        hint: "`gemma-safety config show` says where the setting comes from"
      )
    }
    return path
  }

  private static func holdsPolicies(_ path: String) -> Bool {
    access(path + "/corpus.yaml", R_OK) == 0
  }

  /// A folder beside it, such as `classifiers`.
  ///
  /// - Throws: `runtime/no-policies`.
  static func neighbour(_ name: String) throws -> String {
    try find().dropLast("policies".count) + name
  }

  /// The names of the shipped recipes, sorted.
  static func recipes() throws -> [String] {
    let ending = ".yaml"
    return (FolderNames.read(try find() + "/recipes") ?? []).filter { $0.hasSuffix(ending) }
      .map { String($0.dropLast(ending.count)) }
  }

  /// The names of the shipped corpus policies that commands of their own stand for.
  static let purposes = ["decontaminate", "dedup"]

  /// The names of the shipped guard policies.
  package static let guardPolicies = [
    "children", "default", "gemma-prohibited-use", "research", "strict",
  ]

  /// Which shipped policies a name may stand for.
  package enum Choice: Sendable {
    /// Recipes, other corpus policies, the policy of releases and those of the guard.
    case all
    /// Those of the guard alone.
    case guards
  }

  /// The file of a policy: as it was given where it reads as a path or a file has the name, else that
  /// of a shipped one.
  ///
  /// - Parameters:
  ///   - name: As it was typed.
  ///   - choice: Which shipped policies it may stand for.
  /// - Returns: A path; whether it can be read shows later.
  /// - Throws: `policy/unknown-policy` with the nearest name; `runtime/no-policies`.
  package static func path(of name: String, among choice: Choice) throws -> String {
    let isPath = name.contains("/") || [".yaml", ".yml"].contains(where: name.hasSuffix)
    // A folder is no policy: a corpus may lie in one that has the name of its recipe.
    let kind = FileStatus(path: name)?.kind
    guard !isPath, kind == nil || kind == .folder else { return name }
    let folder = try find()
    let shipped: [String]
    switch choice {
    case .all:
      let places = ["\(folder)/recipes/\(name).yaml", "\(folder)/\(name).yaml"]
      if let path = places.first(where: { access($0, R_OK) == 0 }) { return path }
      shipped = try ["corpus"] + recipes() + purposes + guardPolicies + ["release"]
    case .guards:
      if guardPolicies.contains(name) { return "\(folder)/\(name).yaml" }
      shipped = guardPolicies
    }
    throw Diagnostic(
      "policy/unknown-policy",
      "neither a file nor a shipped policy\(choice == .guards ? " of the guard" : "") "
        + "is called `\(name)`",
      hint: nearest(to: name, among: shipped).map { "did you mean `\($0)`?" }
        ?? "shipped are \(shipped.joined(separator: ", "))"
    )
  }

  private static func executablePath() -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0 else { return "" }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
