import AuditLog
import ModelCards

/// What a card is to be made from.
package struct CardRequest: Sendable {
  /// A model's files, under the name that its figures bear.
  package struct Model: Sendable {
    package var name: String
    package var path: String

    package init(name: String, path: String) {
      self.name = name
      self.path = path
    }
  }

  package var folder: CardFolder
  package var audit: String
  /// A bundle that the card is made from instead of the log.
  package var evidence: String?
  /// The kind of card, where it is not that of `card.yaml`.
  package var kind: CardSettings.Kind?
  package var signer: NoteSigner?
  package var models: [Model] = []
  /// `report.json` of a filter run, for its bias audit.
  package var report: String?
  /// Filter runs, where they are not those of `card.yaml`.
  package var runs: [String] = []
  package var templates: String?
  package var out: String
  /// Lays the card out anew, whatever is in it.
  package var isFresh = false
  package var isDryRun = false

  package init(folder: CardFolder, audit: String, out: String) {
    self.folder = folder
    self.audit = audit
    self.out = out
  }
}
