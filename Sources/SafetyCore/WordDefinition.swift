/// How a text is cut into words; the choice decides what the quality heuristics remove.
package enum WordDefinition: String, Sendable, Hashable, CaseIterable {
  /// Maximal runs without white space, as in the Gopher paper.
  case whitespace
  /// Words after Unicode Standard Annex 29.
  case unicode
}
