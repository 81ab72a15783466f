/// A text that an event commits to and that can be taken out of the log again.
///
/// The event's body holds its length and a commitment; the text itself lies beside the tree.
package struct SealedContent: Sendable, Hashable {
  /// What the text was, such as `prompt`; one of a kind in an event.
  package var slot: String
  /// Whom it is about: a random id, never a name.
  package var subject: String
  package var content: [UInt8]

  package init(slot: String, subject: String, content: [UInt8]) {
    self.slot = slot
    self.subject = subject
    self.content = content
  }
}
