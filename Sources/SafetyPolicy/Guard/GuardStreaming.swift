/// How an answer is released while it is written.
package struct GuardStreaming: Sendable, Hashable {
  package enum OnCut: String, Sendable, Hashable, CaseIterable {
    /// End with the text of the rule's template.
    case refusalTail = "refusal_tail"
    case stop
  }

  package enum ClassifierRole: String, Sendable, Hashable, CaseIterable {
    /// Nothing is written before the classifier has passed its sentence.
    case gate
    /// A sentence may be written before; the answer ends within one sentence of a hit.
    case trail
  }

  /// The bound that the policy accepts, in characters; nil for the derived one, whatever it is.
  package var holdLimit: Int?
  package var onCut = OnCut.refusalTail
  package var classifier = ClassifierRole.gate
  /// Characters after which a sentence is ended by force.
  package var segmentCharacters = 400

  package init() {}
}
