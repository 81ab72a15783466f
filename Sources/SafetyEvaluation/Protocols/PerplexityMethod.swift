/// Settings of the protocol that measures how likely texts are.
package struct PerplexityMethod: Sendable, Hashable {
  package var text: TextTemplate
}
