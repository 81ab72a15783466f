/// How much text there is, by each of the units.
package struct MixtureSize: Sendable, Hashable {
  package var documents = 0
  /// UTF-8 bytes of the texts.
  package var bytes = 0
  /// Zero where nobody counts them.
  package var tokens = 0

  package init(documents: Int = 0, bytes: Int = 0, tokens: Int = 0) {
    self.documents = documents
    self.bytes = bytes
    self.tokens = tokens
  }

  package subscript(unit: MixtureRecipe.Unit) -> Int {
    switch unit {
    case .documents: documents
    case .bytes: bytes
    case .tokens: tokens
    }
  }

  package static func += (sum: inout MixtureSize, more: MixtureSize) {
    sum.documents += more.documents
    sum.bytes += more.bytes
    sum.tokens += more.tokens
  }
}
