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
      let above = isRaised(removal, \.ratio) || isRaised(toxic, \.ratio)
      let isCertain = isRaised(removal, \.lower) || isRaised(toxic, \.lower)
      return BiasFinding(
        rule: table.rules[group.slot].id,
        counts: group,
        removal: removal,
        toxicRemoval: toxic,
        isWarning: isEnough && above,
        isCertain: isEnough && isCertain
      )
    }
  }

  private func isRaised(_ ratio: RateRatio?, _ part: (RateRatio) -> Double) -> Bool {
    ratio.map { part($0) > biasWarningRatio } ?? false
  }
}
