/// Files of a model's folder that are about the model and no part of it.
///
/// A card is written after the evaluations that it quotes; were it a part of what was evaluated, no
/// model could ever carry its own card.
package struct ModelPapers: Sendable {
  private let names: Set<String>
  private let prefixes: [String]
  private let suffixes: [String]
  private let folders: Set<String>

  /// Cards, bills of materials, signatures and verdicts at the top of a folder.
  package static let standard = ModelPapers(
    names: ["README.md"],
    prefixes: ["model-card."],
    suffixes: [
      ".cdx.json", ".spdx.json", ".sig", ".evidence.json", ".verdict.json", ".summary.json",
    ],
    folders: [".eval_results", "card", "plots"]
  )

  /// Everything counts but the files named.
  package static func nothing(but names: Set<String>) -> ModelPapers {
    ModelPapers(names: names, prefixes: [], suffixes: [], folders: [])
  }

  /// Whether a path, by its parts, is left out.
  func contain(_ parts: [String]) -> Bool {
    guard let top = parts.first else { return false }
    guard parts.count == 1 else { return folders.contains(top) }
    return names.contains(top) || prefixes.contains(where: top.hasPrefix)
      || suffixes.contains(where: top.hasSuffix)
  }
}
