/// The automatic blocks of a card, in the order in which a template usually has them.
package enum CardBlocks {
  /// All blocks of the kind of card that the settings ask for.
  ///
  /// Some stand in a card only where there is evidence: nobody looks for the scores of a classifier in
  /// the card of a model that is none.
  package static func make(_ source: CardSource) -> [CardBlock] {
    switch source.settings.kind {
    case .model:
      [
        IdentityBlock.make(source), FilteringBlock.make(source), SoftwareBlock.make(source),
        BenchmarkBlock.make(source), ScoresBlock.make(source), SafetyBlock.make(source),
        RefusalBlock.make(source), GuardBlock.make(source), GuardDecisionsBlock.make(source),
        SliceBlock.make(source), HistoryBlock.make(source), VerdictBlock.make(source),
        GapBlock.make(source), EvidenceBlock.make(source),
      ].compactMap { $0 }
    case .dataset:
      [
        CompositionBlock.make(source), FilteringBlock.make(source), BiasBlock.make(source),
        SoftwareBlock.make(source), GapBlock.make(source), EvidenceBlock.make(source),
      ]
    }
  }
}
