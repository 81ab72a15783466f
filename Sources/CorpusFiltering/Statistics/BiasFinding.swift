import SafetyCore

/// What the bias audit says about one identity group.
package struct BiasFinding: Sendable, Hashable {
  package let rule: RuleID
  package let counts: BiasTally.Group
  /// Removal for any reason, against documents without the group.
  package let removal: RateRatio?
  /// Removal for toxicity and the like, against documents without the group.
  package let toxicRemoval: RateRatio?
  /// True when a ratio is above the policy's and enough documents mention the group.
  package let isWarning: Bool
  /// True when even the lower end of a 95% interval is above the policy's ratio.
  package let isCertain: Bool
}

extension RunStatistics {
  /// The bias audit, in the order of the identity rules.
  package var biasFindings: [BiasFinding] {
    bias.groups.map { group in
      let removal = RateRatio(
        events: group.mentionsRemoved,
        of: group.mentions,
        against: group.othersRemoved,
        of: group.others
      )
      let toxic = RateRatio(
        events: group.mentionsRemovedAsToxic,
        of: group.mentions,
        against: group.othersRemovedAsToxic,
        of: group.others
      )
      let isEnough = group.mentions >= biasMinimumDocuments
      let above = isRaised(removal, group.mentionsRemoved, \.ratio)
      let toxicAbove = isRaised(toxic, group.mentionsRemovedAsToxic, \.ratio)
      let isCertain =
        isRaised(removal, group.mentionsRemoved, \.lower)
        || isRaised(toxic, group.mentionsRemovedAsToxic, \.lower)
      return BiasFinding(
        rule: table.rules[group.slot].id,
        counts: group,
        removal: removal,
        toxicRemoval: toxic,
        isWarning: isEnough && (above || toxicAbove),
        isCertain: isEnough && isCertain
      )
    }
  }

  /// A ratio that rests on the added half event alone says nothing.
  private func isRaised(_ ratio: RateRatio?, _ events: Int, _ part: (RateRatio) -> Double) -> Bool {
    guard let ratio, events > 0 else { return false }
    return part(ratio) > biasWarningRatio
  }
}
