import Diagnostics
import Glibc

/// Finds the shipped policies wherever the binary was put.
package enum PolicyFolder {
  /// `$GEMMA_SAFETY_HOME/policies`, else `policies` or `share/gemma-safety/policies` in the
  /// binary's folder or one above it.
  package static func find() throws -> String {
    var candidates: [String] = []
    if let home = getenv("GEMMA_SAFETY_HOME") {
      candidates.append(String(cString: home) + "/policies")
    }
    var parts = executablePath().split(separator: "/").dropLast()
    while !parts.isEmpty {
      let folder = "/" + parts.joined(separator: "/")
      candidates += [folder + "/share/gemma-safety/policies", folder + "/policies"]
      parts = parts.dropLast()
    }
    if let found = candidates.first(where: { access($0 + "/corpus.yaml", R_OK) == 0 }) {
      return found
    }
    throw Diagnostic(
      "runtime/no-policies",
      "the shipped policies were not found",
      hint: "set GEMMA_SAFETY_HOME to the folder that holds `policies/`, or pass --policy FILE"
    )
  }

  /// The names of the shipped recipes, sorted.
  package static func recipes() throws -> [String] {
    let ending = ".yaml"
    return (FolderNames.read(try find() + "/recipes") ?? []).filter { $0.hasSuffix(ending) }
      .map { String($0.dropLast(ending.count)) }
  }

  /// The names of the shipped corpus policies that commands of their own stand for.
  package static let purposes = ["decontaminate"]

  /// The names of the shipped guard policies.
  package static let guardPolicies = [
    "children", "default", "gemma-prohibited-use", "research", "strict",
  ]

  private static func executablePath() -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0 else { return "" }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
