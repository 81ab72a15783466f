import SafetyCore
import SafetyPolicy

/// Counts for the bias audit: removals among documents that mention an identity group.
package struct BiasTally: Sendable, Hashable {
  /// The counts of one group, which is one rule of category `identity`.
  package struct Group: Sendable, Hashable {
    package let slot: Int
    /// Documents with a value above zero.
    package var mentions = 0
    package var mentionsRemoved = 0
    /// Removed for toxicity, hate and the like.
    package var mentionsRemovedAsToxic = 0
    package var others = 0
    package var othersRemoved = 0
    package var othersRemovedAsToxic = 0
  }

  package internal(set) var groups: [Group]
  let isToxic: [Bool]
  /// The categories in which a filter may mistake the mention of a group for abuse.
  static let toxicCategories: Set<Category> = [
    .toxicity, .obscene, .insult, .hate, .threat, .sexual,
  ]

  init(descriptors: [RuleDescriptor]) {
    isToxic = descriptors.map { Self.toxicCategories.contains($0.category) }
    groups = descriptors.indices
      .filter { descriptors[$0].category == .identity }
      .map { Group(slot: $0) }
  }

  mutating func add(values: [Double], isRemoved: Bool, failures: [RuleVerdict]) {
    guard !groups.isEmpty else { return }
    let isRemovedAsToxic =
      isRemoved
      && failures.contains {
        $0.action >= .remove && isToxic.indices.contains($0.rule) && isToxic[$0.rule]
      }
    for index in groups.indices {
      let slot = groups[index].slot
      guard slot < values.count, !values[slot].isNaN else { continue }
      if values[slot] > 0 {
        groups[index].mentions += 1
        if isRemoved { groups[index].mentionsRemoved += 1 }
        if isRemovedAsToxic { groups[index].mentionsRemovedAsToxic += 1 }
      } else {
        groups[index].others += 1
        if isRemoved { groups[index].othersRemoved += 1 }
        if isRemovedAsToxic { groups[index].othersRemovedAsToxic += 1 }
      }
    }
  }
}
