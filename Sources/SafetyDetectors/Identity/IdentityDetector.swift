import Diagnostics
import SafetyCore
import TextViews

/// Counts mentions of groups of people, for the audit of whom a filter removes.
///
/// A mention is never a reason to remove anything.
package struct IdentityDetector: Detector {
  package let descriptor: DetectorDescriptor
  let index: PhraseIndex
  /// The groups of each phrase.
  let groupsOfPhrase: [[Int]]

  /// - Parameter groups: In the order of the rules; a term may stand in several.
  /// - Throws: A `Diagnostic` for a term without letters or with more than eight words.
  package init(groups: [IdentityGroup]) throws {
    descriptor = DetectorDescriptor(
      name: "identity",
      summary: "mentions of groups of people, for the bias audit",
      rules: groups.map(Self.rule)
    )
    let folder = TermFolder()
    var numbers: [[[UInt8]]: Int] = [:]
    var phrases: [[[UInt8]]] = []
    var owners: [[Int]] = []
    for (number, group) in groups.enumerated() {
      for term in group.terms {
        let words = try Self.words(of: term, group, folder)
        let phrase = numbers[words] ?? phrases.count
        if phrase == phrases.count {
          numbers[words] = phrase
          phrases.append(words)
          owners.append([])
        }
        if !owners[phrase].contains(number) { owners[phrase].append(number) }
      }
    }
    index = PhraseIndex(phrases)
    groupsOfPhrase = owners
  }

  private static func rule(of group: IdentityGroup) -> RuleDescriptor {
    let words = group.name.split(separator: "_")
    return RuleDescriptor(
      "identity/\(words.joined(separator: "-"))",
      category: .identity,
      quantity: .count,
      summary: "mentions of the group \(words.joined(separator: " "))",
      source: "policies/identity-terms.yaml"
    )
  }

  private static func words(
    of term: String,
    _ group: IdentityGroup,
    _ folder: TermFolder
  ) throws -> [[UInt8]] {
    let words = folder.words(of: term.utf8)
    guard !words.isEmpty, words.count <= PhraseIndex.longest else {
      throw Diagnostic(
        "identity/bad-term",
        "term `\(term)` of group `\(group.name)` has \(words.count) words",
        hint: "a term has 1 to \(PhraseIndex.longest) words"
      )
    }
    return words
  }

  package func makeInspector() throws -> any Inspector<AnalyzedText> { IdentityInspector(self) }
}
