import ArgumentParser
import SafetyCore

struct PolicyDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Name every difference between two policies: 0 none, 1 some."
  )
  private struct Difference {
    var path: [String]
    var left: CanonicalValue?
    var right: CanonicalValue?
  }

  @Argument(help: "A policy file or the name of a recipe.") var left: String
  @Argument(help: "Another; the shipped corpus policy without one.") var right: String?
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    var isSame = true
    try GemmaSafety.reporting {
      let before = Self.leaves(of: try PolicyCommand.load(left).canonicalForm)
      let after = Self.leaves(of: try PolicyCommand.load(right).canonicalForm)
      let paths = Set(before.keys).union(after.keys).subtracting([["name"]])
      let differences = paths.sorted { $0.lexicographicallyPrecedes($1) }
        .map { Difference(path: $0, left: before[$0], right: after[$0]) }
        .filter { $0.left != $0.right }
      isSame = differences.isEmpty
      display.show(text: { Self.text(differences) }, json: { Self.json(differences) })
    }
    if !isSame { throw ExitCode(1) }
  }

  private static func text(_ differences: [Difference]) -> String {
    guard !differences.isEmpty else { return "The policies ask the same.\n" }
    return differences.map { difference in
      "\(difference.path.joined(separator: " · ")): \(text(difference.left)) → "
        + "\(text(difference.right))\n"
    }.joined()
  }

  private static func text(_ value: CanonicalValue?) -> String {
    value.map { String(decoding: $0.canonicalJSON, as: UTF8.self) } ?? "absent"
  }

  private static func json(_ differences: [Difference]) -> CanonicalValue {
    [
      "format": "gemma-safety.policy-diff/1",
      "differences": .array(
        differences.map {
          [
            "path": .array($0.path.map { .string($0) }), "left": $0.left ?? .null,
            "right": $0.right ?? .null,
          ]
        }
      ),
    ]
  }

  /// Every value by the path of keys that leads to it.
  private static func leaves(
    of value: CanonicalValue,
    under path: [String] = []
  ) -> [[String]: CanonicalValue] {
    guard case .object(let members) = value else { return [path: value] }
    var leaves: [[String]: CanonicalValue] = [:]
    for (key, member) in members {
      leaves.merge(Self.leaves(of: member, under: path + [key])) { first, _ in first }
    }
    return leaves
  }
}
