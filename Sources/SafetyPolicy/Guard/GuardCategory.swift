/// What rules are about, with its names in public taxonomies.
package struct GuardCategory: Sendable, Hashable {
  package var id: String
  package var title: String
  package var summary = ""
  /// By taxonomy: `mlcommons`, `llama_guard`, `openai`, `shieldgemma`, `gemma_pup`.
  package var mapsTo: [String: [String]] = [:]
  /// `contract`, `law` or `house_rule`.
  package var legalBasis = "house_rule"

  /// The taxonomies that a category may be mapped to.
  static let taxonomies = [
    "mlcommons", "llama_guard", "openai", "shieldgemma", "gemma_pup",
  ]
  static let legalBases = ["contract", "law", "house_rule"]

  init(id: String, title: String) {
    self.id = id
    self.title = title
  }
}
