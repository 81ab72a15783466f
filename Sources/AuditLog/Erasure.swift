import SafetyCore

/// The event that says which contents were taken out, when and why; it holds nothing personal.
package struct Erasure: EventBody {
  package static let kind = "erasure"

  /// One content.
  package struct Item: Sendable, Hashable {
    package var seq: Int
    package var slot: String
  }

  package var run = AuditLog.ownRun
  /// All contents of this subject, and its key; nil where single contents were erased.
  package var subject: String?
  /// The contents; empty where `subject` says them.
  package var items: [Item]
  /// How many contents were erased.
  package var count: Int
  /// The lawful basis, in the words of who erased.
  package var basis: String

  init(subject: String?, items: [Item], count: Int, basis: String) {
    self.subject = subject
    self.items = items
    self.count = count
    self.basis = basis
  }

  package var members: [String: CanonicalValue] {
    var members: [String: CanonicalValue] = [
      "count": .integer(count), "basis": .string(basis),
      "items": .array(
        items.map { ["seq": .integer($0.seq), "slot": .string($0.slot)] }
      ),
    ]
    if let subject { members["subject"] = .string(subject) }
    return members
  }

  package init(reading members: EventMembers) throws {
    run = try members.string("run")
    subject = try members.optionalString("subject")
    items = try members.objects("items").map {
      Item(seq: try $0.count("seq"), slot: try $0.string("slot"))
    }
    count = try members.count("count")
    basis = try members.string("basis")
  }

  func names(_ seq: Int, _ slot: String, of subject: String) -> Bool {
    self.subject == subject || items.contains(Item(seq: seq, slot: slot))
  }
}
