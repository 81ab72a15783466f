/// The automatic blocks of a card, in the order in which a template usually has them.
package enum CardBlocks {
  /// All blocks of the kind of card that the settings ask for.
  package static func make(_ source: CardSource) -> [CardBlock] {
    switch source.settings.kind {
    case .model:
      [
        IdentityBlock.make(source), FilteringBlock.make(source), SoftwareBlock.make(source),
        BenchmarkBlock.make(source), SafetyBlock.make(source), RefusalBlock.make(source),
        GuardBlock.make(source), SliceBlock.make(source), VerdictBlock.make(source),
        GapBlock.make(source), EvidenceBlock.make(source),
      ]
    case .dataset:
      [
        CompositionBlock.make(source), FilteringBlock.make(source), BiasBlock.make(source),
        SoftwareBlock.make(source), GapBlock.make(source), EvidenceBlock.make(source),
      ]
    }
  }
}
