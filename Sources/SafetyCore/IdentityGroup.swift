/// A group of people and the neutral words by which texts name it.
package struct IdentityGroup: Sendable, Hashable {
  /// Such as `gay_lesbian`; the rule writes it in kebab-case.
  package var name: String
  package var terms: [String]

  package init(name: String, terms: [String]) {
    self.name = name
    self.terms = terms
  }
}
