import AuditLog

/// What a release gate is asked about, by paths.
package struct ReleaseRequest: Sendable {
  /// The policy's file.
  package var policy: String
  package var audit: String
  /// The model's folder.
  package var model: String
  /// The folder with `card.yaml`, or a card with its bundle beside it; nil where none is handed in.
  package var card: String?
  /// A checkpoint that is kept outside the log; nil where none is handed in.
  package var checkpoint: String?
  /// Public keys that must have signed the log.
  package var auditKeys: [NoteVerifier]

  package init(
    policy: String,
    audit: String,
    model: String,
    card: String? = nil,
    checkpoint: String? = nil,
    auditKeys: [NoteVerifier] = []
  ) {
    self.policy = policy
    self.audit = audit
    self.model = model
    self.card = card
    self.checkpoint = checkpoint
    self.auditKeys = auditKeys
  }
}
