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

  /// Whether a slot or a subject can be called so: 1 to 128 letters, digits, `-`, `_`, `.` or `:`.
  package static func isID(_ text: String) -> Bool {
    1...128 ~= text.utf8.count
      && text.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"),
          UInt8(ascii: "."), UInt8(ascii: ":"):
          true
        default: false
        }
      }
  }
}
