import SafetyCore

/// A case that a policy carries to prove itself.
package struct GuardTestCase: Sendable, Hashable {
  /// What the case is evidence of, which the gates count.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case mustBlock = "must_block"
    case mustPass = "must_pass"
    case mustHedge = "must_hedge"
  }

  package typealias Mutation = TextDisguise

  /// How the text is cut into pieces.
  package enum Chunking: Sendable, Hashable {
    /// Whole, by scalar and in two at every place.
    case all
    case everyScalar
    /// This many seeded random cuts.
    case random(Int)
  }

  package var id: String
  package var stage: GuardStage
  package var kind: Kind
  package var text: String
  package var language = "und"
  package var route = "default"
  package var action: GuardAction?
  package var rule: String?
  /// What is written in the end, for the stages of output.
  package var output: String?
  package var maximumHold: Int?
  package var mutations: [Mutation] = []
  package var chunking = Chunking.all

  init(id: String, stage: GuardStage, kind: Kind, text: String) {
    self.id = id
    self.stage = stage
    self.kind = kind
    self.text = text
  }
}
