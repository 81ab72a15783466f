/// Whether a score treats texts that mention a group of people like all others.
///
/// The three areas of Borkan et al. 2019 (arXiv 1903.04561). A low one names its cause: `bpsn` that
/// harmless mentions of the group score too high, `bnsp` that attacks on it score too low.
package struct SubgroupAUC: Sendable, Hashable {
  /// Texts that mention the group.
  package let count: Int
  /// The ranking within the group; nil where a class is empty, as for the other two.
  package let subgroup: Double?
  /// Background positive, subgroup negative.
  package let bpsn: Double?
  /// Background negative, subgroup positive.
  package let bnsp: Double?

  /// Compares the texts of a mask with the rest; nil where the mask has another length.
  package init?(_ all: LabelledScores, mentions: [Bool]) {
    guard mentions.count == all.count else { return nil }
    count = mentions.count { $0 }
    subgroup = all.selecting(mentions)?.rocAUC
    let isCrossed = zip(mentions, all.truths).map { $0 != $1 }
    bpsn = all.selecting(isCrossed)?.rocAUC
    bnsp = all.selecting(isCrossed.map { !$0 })?.rocAUC
  }
}
