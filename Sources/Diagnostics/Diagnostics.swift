/// Several problems of one input, reported together instead of one a run.
package struct Diagnostics: Error, Sendable, Hashable {
  package var items: [Diagnostic]

  package init(_ items: [Diagnostic]) { self.items = items }
}

extension Diagnostics: CustomStringConvertible {
  package var description: String {
    items.map(\.description).joined(separator: "\n\n")
  }
}
