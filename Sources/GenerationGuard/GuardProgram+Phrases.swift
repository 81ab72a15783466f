import Diagnostics
import SafetyDetectors
import SafetyPolicy

extension GuardProgram {
  /// All phrases, those of lists included, each with its detector's place in the policy.
  package var phrases: [(detector: Int, text: String)] {
    (gatingPhrases.terms + otherPhrases.terms).map { ($0.detector, $0.text) }
  }

  /// The same phrases for what runs decode to, where some view must read it.
  static func decodedTerms(_ terms: [PhraseProgram.Term]) -> [PhraseProgram.Term] {
    terms.filter { $0.views.contains(.decoded) }.map { term in
      var term = term
      if term.views.isDisjoint(with: [.folded, .skeleton, .squeezed]) {
        term.views.insert(.folded)
      }
      return term
    }
  }

  /// Refuses a phrase that no text can hold: its rule would never act, and nobody would know.
  func checkPhrases(_ resources: GuardResources) throws {
    let never = (gatingPhrases.unmatchable + otherPhrases.unmatchable).first { term in
      guard term.views.contains(.decoded) else { return true }
      return decodedPhrases.unmatchable.contains {
        $0.detector == term.detector && $0.text == term.text
      }
    }
    guard let never else { return }
    let detector = policy.detectors[never.detector]
    let entry = resources.lists[never.detector]?.first { $0.text == never.text }
    throw Diagnostic(
      "policy/unmatchable-phrase",
      "no text can hold the phrase `\(never.text.prefix(60))` in the views of `\(detector.id)`",
      at: entry?.place ?? detector.phrasesPlace,
      hint: "phrases are read by letters and figures; a detector of kind `pattern` finds signs"
    )
  }
}
